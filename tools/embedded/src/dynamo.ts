import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { type IncomingMessage, request, type Server } from 'node:http';
import path from 'node:path';
import { createDynalite, Level } from './dynalite.js';
import { EmbeddedError, systemCode } from './embedded-error.js';
import { freePort, portOf, portTaken } from './free-port.js';

const HOST = '127.0.0.1';
const DRAIN_MS = 2_000;

export interface DynamoOptions {
  /** Keeps the tables there; without it they live in memory. */
  readonly directory?: string;
  /** A port of 127.0.0.1; without it a free one is chosen. */
  readonly port?: number;
}

export interface EmbeddedDynamo {
  readonly port: number;
  readonly endpoint: string;
  /** Lets running requests end, for at most 2 s, and closes the store. */
  stop(): Promise<void>;
}

/**
 * Starts a DynamoDB-compatible store in this process, on 127.0.0.1. Any credentials are accepted.
 * @throws EmbeddedError
 */
export async function startDynamo(options: DynamoOptions = {}): Promise<EmbeddedDynamo> {
  const directory = options.directory === undefined ? undefined : path.resolve(options.directory);
  const wanted = options.port === undefined ? 0 : await freePort(options.port);
  if (directory !== undefined) await checkStore(directory);
  const server = createDynalite({
    ...(directory === undefined ? {} : { path: directory }),
    createTableMs: 0,
    deleteTableMs: 0,
    updateTableMs: 0,
  });
  surviveAborts(server);
  try {
    server.listen(wanted, HOST);
    await once(server, 'listening');
  } catch (cause) {
    throw portTaken(wanted, cause);
  }
  const port = portOf(server);
  const endpoint = `http://${HOST}:${port}`;
  await storeOpened(endpoint);
  let stopped: Promise<void> | undefined;
  return {
    port,
    endpoint,
    stop: () => (stopped ??= stop(server)),
  };
}

/** dynalite opens its store in the background and throws a failure into the process: so it is opened once before. */
async function checkStore(directory: string): Promise<void> {
  const cure = (reason: string, what: string, cause: unknown) =>
    new EmbeddedError(`The DynamoDB-compatible store in ${directory} ${reason}: ${what}.`, { cause });
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const store = new Level(directory);
    await store.open();
    await store.close();
  } catch (error) {
    // LevelDB's reason is the cause of "database failed to open".
    const code = systemCode(causeOf(error)) ?? systemCode(error);
    if (code === 'LEVEL_LOCKED') {
      throw cure(
        'is in use',
        'stop the other program (is a second `npm start` running?), or choose another RADIANT_DATA_DIR',
        error,
      );
    }
    if (code === 'LEVEL_CORRUPTION') {
      throw cure('is broken', 'bring back a copy of that folder, or start empty with `npm start -- --reset`', error);
    }
    throw cure(
      `cannot be opened (${code ?? 'unknown error'})`,
      'make the folder writable, or start empty with `npm start -- --reset`',
      error,
    );
  }
}

/** dynalite listens before its store is open, so before it has locked the folder. The answer to a request tells. */
async function storeOpened(endpoint: string): Promise<void> {
  const asked = request(endpoint, {
    method: 'POST',
    agent: false,
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.ListTables',
      'x-amz-date': '20260101T000000Z',
      authorization: 'AWS4-HMAC-SHA256 Credential=any, SignedHeaders=host, Signature=any',
    },
  });
  await new Promise<void>((resolve, reject) => {
    asked.once('error', reject);
    asked.once('response', (answer) => answer.resume().once('end', resolve));
    asked.end('{}');
  });
}

function causeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'cause' in error ? error.cause : undefined;
}

/** dynalite throws into the process when a client goes away in the middle of a request. */
function surviveAborts(server: Server): void {
  server.on('request', (incoming: IncomingMessage) => {
    incoming.removeAllListeners('error');
    incoming.on('error', () => undefined);
  });
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
  });
  const timer = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  try {
    await closed;
  } finally {
    clearTimeout(timer);
  }
}
