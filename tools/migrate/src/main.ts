// `node tools/run.mjs migrate [folder]`: applies the migrations that a database lacks.
// Exit code 0 = up to date, 1 = not migrated, 2 = no database named.
import path from 'node:path';
import { migrate } from './migrate.js';
import { MigrationError } from './migration-error.js';

const url = process.env['MIGRATION_DATABASE_URL']?.trim() || process.env['DATABASE_URL']?.trim();
const directory = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, '../../../migrations'));

if (url === undefined || !/^postgres(ql)?:\/\//.test(url)) {
  process.stderr.write('Set MIGRATION_DATABASE_URL (or DATABASE_URL) to the postgres:// URL of the database owner.\n');
  process.exitCode = 2;
} else {
  try {
    const { applied, already } = await migrate({ url, directory, log: (line) => process.stdout.write(`${line}\n`) });
    process.stdout.write(`${applied.length} applied, ${already} already there\n`);
  } catch (error) {
    if (!(error instanceof MigrationError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
