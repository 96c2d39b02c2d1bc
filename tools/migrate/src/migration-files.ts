import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { MigrationError } from './migration-error.js';

export interface MigrationFile {
  readonly version: number;
  /** The file's name, for example `0001_tenants.sql`. */
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the text with Unix line ends, so that a checkout's setting does not matter. */
  readonly checksum: string;
}

const FILE_NAME = /^(\d{4})_[a-z0-9_]+\.sql$/;

/**
 * The `NNNN_name.sql` files of `directory` in order; other files than `.sql` are left alone.
 * @throws MigrationError unless they are numbered 1, 2, 3 and so on.
 */
export function readMigrations(directory: string): MigrationFile[] {
  const files = sqlNames(directory).map((name) => readMigration(directory, name));
  for (const [index, file] of files.entries()) {
    const before = files[index - 1];
    if (file.version === before?.version) {
      throw new MigrationError(
        `${before.name} and ${file.name} have the same number: give the newer one the next number.`,
      );
    }
    if (file.version !== index + 1) {
      throw new MigrationError(`${file.name} leaves a gap: number ${index + 1} is missing from ${directory}.`);
    }
  }
  return files;
}

function sqlNames(directory: string): string[] {
  try {
    return readdirSync(directory)
      .filter((name) => name.endsWith('.sql'))
      .sort();
  } catch (cause) {
    throw new MigrationError(
      `Cannot read the migrations in ${directory}: it must be a folder of NNNN_name.sql files.`,
      {
        cause,
      },
    );
  }
}

function readMigration(directory: string, name: string): MigrationFile {
  const digits = FILE_NAME.exec(name)?.[1];
  if (digits === undefined) {
    throw new MigrationError(`${name} is not named NNNN_name.sql (four digits; then a-z, 0-9 and _).`);
  }
  const sql = readFileSync(path.join(directory, name), 'utf8').replaceAll('\r\n', '\n');
  return { version: Number(digits), name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
}
