import type { Client } from 'pg';
import { MigrationError } from './migration-error.js';
import type { MigrationFile } from './migration-files.js';

/** One applied migration, as the database remembers it. */
export interface AppliedMigration {
  readonly version: number;
  readonly name: string;
  readonly checksum: string;
}

/** Whether anything was ever applied. */
export async function hasHistory(client: Client): Promise<boolean> {
  const found = await client.query<{ has: boolean }>(
    "select to_regclass('public.schema_migrations') is not null as has",
  );
  return found.rows[0]?.has ?? false;
}

export async function ensureHistory(client: Client): Promise<void> {
  await client.query(`create table if not exists public.schema_migrations (
    version int primary key,
    name text not null,
    checksum text not null,
    applied_at timestamptz not null default now()
  )`);
}

export async function readHistory(client: Client): Promise<AppliedMigration[]> {
  const found = await client.query<AppliedMigration>(
    'select version, name, checksum from public.schema_migrations order by version',
  );
  return found.rows;
}

export async function record(client: Client, file: MigrationFile): Promise<void> {
  await client.query('insert into public.schema_migrations (version, name, checksum) values ($1, $2, $3)', [
    file.version,
    file.name,
    file.checksum,
  ]);
}

/** Writes the newest number where every role can read it, so that an app can tell whether it finds what it needs. */
export async function tellLevel(client: Client): Promise<void> {
  const { version } = (await readHistory(client)).at(-1) ?? { version: 0 };
  await client.query(`comment on table public.schema_migrations is '${version}'`);
}

/**
 * What is left to apply. A database that is ahead of `files` is left alone: an older release may run on it.
 * @throws MigrationError when an applied file was changed, or a new one would run before an applied one.
 */
export function pendingMigrations(
  files: readonly MigrationFile[],
  history: readonly AppliedMigration[],
): MigrationFile[] {
  const applied = new Map(history.map((row) => [row.version, row]));
  const newest = history.at(-1);
  return files.filter((file) => {
    const row = applied.get(file.version);
    if (row === undefined) {
      if (newest !== undefined && file.version < newest.version) {
        throw new MigrationError(
          `${file.name} is older than ${newest.name}, which is already applied: give it the next free number.`,
        );
      }
      return true;
    }
    if (row.checksum !== file.checksum) {
      throw new MigrationError(
        `${file.name} is not what was applied as ${row.name}: bring the applied text back and put the change into a new file.`,
      );
    }
    return false;
  });
}
