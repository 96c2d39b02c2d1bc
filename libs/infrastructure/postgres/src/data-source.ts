import { Socket } from 'node:net';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { auditRows } from './audit-rows.js';
import { modelPriceRows, modelRows, providerRows } from './registry-rows.js';
import { unavailable } from './stored-value.js';
import { apiKeyRows, tenantRows } from './tenant-rows.js';
import { usageRows } from './usage-rows.js';

export interface PostgresOptions {
  /** `postgres://` address of the application role. */
  readonly url: string;
  /** Asked at each new connection, for passwords that rotate; the one in `url` is then not used. */
  readonly password?: () => Promise<string>;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName: string;
  readonly maxConnections: number;
  readonly statementTimeoutMs: number;
  /** How long a connection in use may be silent; 5 s more than a statement may take unless told. */
  readonly silentMs?: number;
}

const CONNECT_MS = 5_000;
/** For the way there and back, and a server that is slow to end a statement. */
const SLACK_MS = 5_000;

export const ENTITIES = [providerRows, modelRows, modelPriceRows, tenantRows, apiKeyRows, usageRows, auditRows];

/** Connects. @throws DomainError `service_unavailable`. */
export async function createDataSource(options: PostgresOptions): Promise<DataSource> {
  const dataSource = new DataSource({
    type: 'postgres',
    driver: pg, // or it is looked for at run time, and in a bundle there would be a second one
    url: options.url,
    applicationName: options.applicationName,
    poolSize: options.maxConnections,
    connectTimeoutMS: CONNECT_MS,
    entities: ENTITIES,
    synchronize: false,
    logging: false,
    installExtensions: false,
    extra: { statement_timeout: options.statementTimeoutMs, ...clientOption(options) },
  });
  try {
    return await dataSource.initialize();
  } catch (error) {
    throw unavailable(error);
  }
}

/** A pool of its own for batches of rows, so that a slow report never stands before them. */
export function createWriterPool(options: PostgresOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.url,
    application_name: options.applicationName,
    max: options.maxConnections,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: options.statementTimeoutMs,
    ...clientOption(options),
  });
  pool.on('error', () => undefined); // a lost idle connection is replaced at the next batch
  return pool;
}

/** SQLSTATE of a write where nothing may be written. */
const READ_ONLY = '25006';

/**
 * pg prefers the password of an address, even a missing one, to the option; so each new client is given it afterwards.
 * And a connection that leads to a database which may only be read, as it does after a failover until it is made anew,
 * is given up at the first write: in a busy pool it would stay for ever. So is one that answers nothing for longer than
 * a statement may take: its host is gone, and the system itself would wait for a quarter of an hour.
 */
function clientOption({
  password,
  statementTimeoutMs,
  silentMs = statementTimeoutMs + SLACK_MS,
}: PostgresOptions): Required<Pick<pg.PoolConfig, 'Client'>> {
  return {
    Client: class extends pg.Client {
      constructor(config?: pg.ClientConfig) {
        super(config);
        if (password) Object.assign(this, { password });
        const { connection } = this;
        connection.on('errorMessage', ({ code }: pg.DatabaseError) => {
          if (code === READ_ONLY) connection.stream.destroy();
        });
        this.once('connect', () => {
          const { stream } = connection; // by now the encrypted one
          if (stream instanceof Socket) giveUpAfter(silentMs, connection, stream);
        });
      }
    },
  };
}

/** Something was asked when more was written than when the server last said that it is ready. */
function giveUpAfter(milliseconds: number, connection: pg.Connection, stream: Socket): void {
  let written = stream.bytesWritten;
  // before the driver itself, which sends what waits
  connection.prependListener('readyForQuery', () => {
    written = stream.bytesWritten;
  });
  stream.setTimeout(milliseconds, () => {
    if (stream.bytesWritten > written) stream.destroy(silent());
  });
}

const silent = (): Error => Object.assign(new Error('the database says nothing'), { code: 'ETIMEDOUT' });
