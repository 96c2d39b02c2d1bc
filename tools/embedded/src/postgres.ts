import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { cannotStart } from './cluster.js';
import { freePort, portTaken } from './free-port.js';
import { anotherServer, awaitUnlocked } from './lock-file.js';
import { openCluster } from './open-cluster.js';
import { launch, LaunchFailure, type ServerProcess } from './server-process.js';

const HOST = '127.0.0.1';
const ATTEMPTS = 20;
const CRASHED_CHILDREN_MS = 100;

const SETTINGS: readonly string[] = [
  `listen_addresses=${HOST}`,
  'unix_socket_directories=',
  'max_connections=100',
  'shared_buffers=64MB',
  'synchronous_commit=on',
  // Above the level of a failed statement, whose text and values are nobody's business.
  'log_min_messages=log',
];
const THROWAWAY: readonly string[] = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off'];

export interface PostgresOptions {
  /** Made on the first start: `data/`, and `password` (mode 0600) with the superuser's random password. */
  readonly directory: string;
  /** A port of 127.0.0.1; without it a free one is chosen. */
  readonly port?: number;
  /** False gives up durability for speed (tests). Default true. */
  readonly durable?: boolean;
}

export interface EmbeddedPostgres {
  readonly host: string;
  readonly port: number;
  /** Of the superuser `postgres`, on the database `postgres`, with the password. */
  readonly superuserUrl: string;
  readonly pid: number;
  /** Resolves when the server has ended, by `stop` or by itself. */
  readonly exited: Promise<void>;
  /** Fast shutdown, harder after 10 s. */
  stop(): Promise<void>;
}

/**
 * Starts a PostgreSQL 18 of its own on 127.0.0.1, with password authentication only. It stops when this process ends,
 * however it ends.
 * @param choosePort asked before each attempt when `options.port` is not given.
 * @throws EmbeddedError
 */
export async function startPostgres(
  options: PostgresOptions,
  choosePort: () => Promise<number> = freePort,
): Promise<EmbeddedPostgres> {
  const directory = path.resolve(options.directory);
  const durable = options.durable ?? true;
  const cluster = await openCluster(directory, durable);
  await awaitUnlocked(cluster.data);
  const settings = durable ? SETTINGS : [...SETTINGS, ...THROWAWAY];
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await choosePort());
    try {
      const server = await launch(cluster, port, settings);
      const superuserUrl = `postgres://postgres:${cluster.superuserPassword}@${HOST}:${port}/postgres`;
      await verify(directory, superuserUrl, server);
      return { host: HOST, port, superuserUrl, pid: server.pid, exited: server.exited, stop: () => server.stop() };
    } catch (error) {
      if (!(error instanceof LaunchFailure)) throw error;
      const last = attempt === ATTEMPTS;
      switch (error.reason) {
        case 'port-taken':
          if (last || options.port !== undefined) throw portTaken(port, error);
          break;
        case 'data-in-use':
          // The children of a server that was killed with -9 take a moment to notice.
          if (last) throw anotherServer(cluster.data);
          await pause(CRASHED_CHILDREN_MS);
          break;
        case 'other':
          throw cannotStart(directory, error.message, error);
      }
    }
  }
}

/** A server can be up while its catalogue or its password is not the one it was. */
async function verify(directory: string, url: string, server: ServerProcess): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    await client.query('select 1');
    await client.end();
  } catch (error) {
    await server.stop();
    const reason = error instanceof Error ? error.message : 'it cannot be queried';
    throw cannotStart(directory, reason, error);
  }
}
