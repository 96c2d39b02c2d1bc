import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** Frontend/backend protocol 3: a type of one byte, then a length of four that counts itself. */
const HEADER = 5;
const READY = 'Z';
const IDLE = 'I';
const TERMINATE = 'X';
const AUTHENTICATION_OK = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0]);

/** A connection to the server; between two transactions it belongs to nobody. */
interface Backend {
  readonly socket: Socket;
  client: Socket | undefined;
  unread: Buffer;
}

export interface TransactionPooler {
  /** The same address, by way of the pooler. */
  readonly url: string;
  /** How often a connection of the server changed from one client to another. */
  readonly handovers: () => number;
  close(): Promise<void>;
}

/**
 * Pools transactions as PgBouncer does in that mode: a client has a connection of the server for one transaction, and
 * the next may come with another one. Nothing of a session is reset in between. The first clients sign in through it;
 * those that follow are let in, as the tests are all the same role.
 */
export async function startTransactionPooler(url: string, backendCount: number): Promise<TransactionPooler> {
  const target = new URL(url);
  const clients = new Set<Socket>();
  const backends: Backend[] = [];
  const idle: Backend[] = [];
  const waiting: { readonly client: Socket; readonly bytes: Buffer }[] = [];
  const held = new Map<Socket, Backend>();
  const lastClient = new Map<Backend, Socket>();
  let greeting: Buffer | undefined;
  const greeted: (() => void)[] = [];
  let handovers = 0;

  const give = (backend: Backend, client: Socket, bytes: Buffer): void => {
    const before = lastClient.get(backend);
    if (before && before !== client) handovers += 1;
    lastClient.set(backend, client);
    backend.client = client;
    held.set(client, backend);
    backend.socket.write(bytes);
  };
  const release = (backend: Backend): void => {
    if (backend.client) held.delete(backend.client);
    backend.client = undefined;
    const next = waiting.shift();
    if (next) give(backend, next.client, next.bytes);
    else idle.push(backend);
  };
  const fromClient = (client: Socket, bytes: Buffer): void => {
    if (bytes.toString('latin1', 0, 1) === TERMINATE) return void client.end();
    const own = held.get(client);
    if (own) return void own.socket.write(bytes);
    const free = idle.shift();
    if (free) give(free, client, bytes);
    else waiting.push({ client, bytes });
  };
  const open = (client: Socket, startup: Buffer): void => {
    const backend: Backend = {
      socket: connect(Number(target.port), target.hostname),
      client: undefined,
      unread: Buffer.alloc(0),
    };
    backends.push(backend);
    const parameters: Buffer[] = [];
    backend.socket.on('data', (bytes: Buffer) => {
      backend.client?.write(bytes);
      for (const { type, frame } of frames(backend, bytes)) {
        if (!greeting && (type === 'S' || type === 'K')) parameters.push(frame);
        if (type !== READY || frame.toString('latin1', HEADER) !== IDLE) continue;
        greeting ??= Buffer.concat([AUTHENTICATION_OK, ...parameters, frame]);
        for (const welcome of greeted.splice(0)) welcome();
        release(backend);
      }
    });
    backend.socket.on('error', () => undefined);
    give(backend, client, startup);
  };
  const welcome = (client: Socket): void => {
    if (greeting) client.write(greeting);
    else greeted.push(() => client.write(greeting ?? ''));
  };

  const server = createServer((client) => {
    clients.add(client);
    let started = false;
    client.on('error', () => undefined);
    client.on('data', (bytes: Buffer) => {
      if (started) return fromClient(client, bytes);
      started = true;
      if (backends.length < backendCount) open(client, bytes);
      else welcome(client);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  target.host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const pooled = target.href;
  target.host = new URL(url).host;
  return {
    url: pooled,
    handovers: () => handovers,
    close: async () => {
      for (const socket of [...clients, ...backends.map((backend) => backend.socket)]) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Whole messages of the server; what is cut off waits for the next bytes. */
function* frames(backend: Backend, bytes: Buffer): Generator<{ readonly type: string; readonly frame: Buffer }> {
  backend.unread = Buffer.concat([backend.unread, bytes]);
  while (backend.unread.length >= HEADER) {
    const end = 1 + backend.unread.readInt32BE(1);
    if (backend.unread.length < end) return;
    const frame = backend.unread.subarray(0, end);
    backend.unread = backend.unread.subarray(end);
    yield { type: frame.toString('latin1', 0, 1), frame };
  }
}
