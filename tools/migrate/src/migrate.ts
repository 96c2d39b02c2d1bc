import pg from 'pg';
import { ensureHistory, hasHistory, pendingMigrations, readHistory, record, tellLevel } from './history.js';
import { MigrationError } from './migration-error.js';
import { type MigrationFile, readMigrations } from './migration-files.js';
import { assertServerVersion } from './server-version.js';

/** Any constant does: it names this lock among a database's advisory locks ("migrate" in ASCII). */
const LOCK = '30796665482998885';

export interface MigrateOptions {
  /** The owner's connection. */
  readonly url: string;
  /** The folder of `NNNN_name.sql` files. */
  readonly directory: string;
  /** Told one line per applied file. */
  readonly log?: (line: string) => void;
}

export interface MigrateResult {
  /** Names of the files that this run applied. */
  readonly applied: string[];
  /** How many were applied before. */
  readonly already: number;
}

/**
 * Brings a database up to date: each new file in a transaction of its own, in order, forward only. Runs at the same
 * time wait for each other.
 * @throws MigrationError
 */
export async function migrate(options: MigrateOptions): Promise<MigrateResult> {
  const files = readMigrations(options.directory);
  const client = await connect(options.url);
  try {
    return await bringUpToDate(client, files, options.log ?? (() => undefined));
  } catch (cause) {
    if (cause instanceof MigrationError) throw cause;
    throw new MigrationError(`The migration stopped: ${reasonOf(cause)}.`, { cause });
  } finally {
    await client.end();
  }
}

async function bringUpToDate(
  client: pg.Client,
  files: readonly MigrationFile[],
  log: (line: string) => void,
): Promise<MigrateResult> {
  await client.query('select pg_advisory_lock($1)', [LOCK]);
  if (!(await hasHistory(client))) await assertVersion(client); // one that was migrated on an older server goes on
  await ensureHistory(client);
  const history = await readHistory(client);
  const pending = pendingMigrations(files, history);
  for (const file of pending) {
    await apply(client, file);
    log(`applied ${file.name}`);
  }
  await tellLevel(client);
  return { applied: pending.map((file) => file.name), already: history.length };
}

async function assertVersion(client: pg.Client): Promise<void> {
  const found = await client.query<{ number: number }>(
    "select current_setting('server_version_num')::integer as number",
  );
  assertServerVersion(found.rows[0]?.number ?? 0);
}

async function connect(url: string): Promise<pg.Client> {
  try {
    const client = new pg.Client({ connectionString: url });
    // A connection that is lost fails the running query as well, which reports it.
    client.on('error', () => undefined);
    await client.connect();
    return client;
  } catch (cause) {
    throw new MigrationError(`Cannot connect to the database: ${reasonOf(cause)}.`, { cause });
  }
}

async function apply(client: pg.Client, file: MigrationFile): Promise<void> {
  try {
    await client.query('begin');
    refuseTransactionCommands(file.name, await client.query(file.sql));
    await record(client, file);
    await client.query('commit');
    // A file's settings (search_path, role) end with it.
    await client.query('reset role; reset all');
  } catch (cause) {
    if (cause instanceof MigrationError) throw cause;
    await client.query('rollback').catch(() => undefined);
    throw new MigrationError(`${file.name}${lineOf(cause, file.sql)} failed and was undone: ${reasonOf(cause)}.`, {
      cause,
    });
  }
}

/** A file that commits by itself could leave half of itself behind. */
function refuseTransactionCommands(name: string, results: unknown): void {
  const commands = [results].flat().map((result) => commandOf(result));
  const own = commands.find((command) => ['BEGIN', 'START', 'COMMIT', 'ROLLBACK'].includes(command));
  if (own !== undefined) {
    throw new MigrationError(`${name} says ${own}: a file runs in one transaction of this tool, so take that out.`);
  }
}

/** pg answers one result for one statement and a list for several. */
function commandOf(result: unknown): string {
  return typeof result === 'object' && result !== null && 'command' in result ? String(result.command) : '';
}

function lineOf(error: unknown, sql: string): string {
  if (!(error instanceof pg.DatabaseError) || error.position === undefined) return '';
  return `, line ${sql.slice(0, Number(error.position)).split('\n').length},`;
}

function reasonOf(error: unknown): string {
  // Node reports a host with several addresses as an AggregateError with an empty message.
  if (error instanceof AggregateError) return reasonOf(error.errors[0]);
  return error instanceof Error ? error.message : 'unknown error';
}
