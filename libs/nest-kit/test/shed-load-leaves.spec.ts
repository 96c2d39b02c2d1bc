import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FixedClock } from '@radiant/kernel/testing';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { closeQueuedAnswers } from '../src/http/close-queued.js';
import { shedLoad } from '../src/load/shed-load.js';
import { Log } from '../src/logging/log.js';
import { RequestMetrics } from '../src/metrics/http-metrics.js';
import { Metrics } from '../src/metrics/metrics.js';

const BODY = '{"model":"small"}';
const AT_ONCE = 32;
/** More than systems hold for a reader. */
const LARGE = Buffer.alloc(32 * 1024 * 1024);

let server: FastifyInstance;
let port: number;
/** Calls that are being authenticated, and those that have begun. */
let admitted: { readonly request: FastifyRequest; readonly admit: () => void }[];
let begun: (() => void)[];
let answered: number;
let holdsAtTheDoor: boolean;

beforeEach(async () => {
  [admitted, begun, answered, holdsAtTheDoor] = [[], [], 0, false];
  server = Fastify({ forceCloseConnections: true });
  closeQueuedAnswers(server); // as every application does
  server.addHook('onRequest', async (request) => {
    if (holdsAtTheDoor) await new Promise<void>((admit) => admitted.push({ request, admit }));
  });
  const metrics = new Metrics();
  const noted = { log: new Log('test', 'error'), metrics, requests: new RequestMetrics(metrics) };
  shedLoad(server, { clock: new FixedClock(), utilisation: () => 1 }, noted);
  const config = { permission: 'inference.call' } as const;
  server.post('/answers', { config }, async () => {
    await new Promise<void>((answer) => begun.push(answer));
    return {};
  });
  server.post('/fails', { config }, async () => {
    answered += 1;
    throw new Error('no');
  });
  server.post('/large', { config }, async () => {
    answered += 1;
    return LARGE;
  });
  server.post('/streams', { config }, (_, reply) => {
    reply.hijack();
    reply.raw.writeHead(200).write('data: 1\n\n');
    begun.push(() => reply.raw.end());
  });
  await server.listen({ port: 0, host: '127.0.0.1' });
  port = (server.server.address() as AddressInfo).port;
});
afterEach(() => server.close());

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await turn();
};

async function asked(path: string, body = BODY): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined).resume();
  await once(socket, 'connect');
  send(socket, path, body);
  return socket;
}

const send = (socket: Socket, path: string, body = BODY): void => {
  const head = `host: localhost\r\ncontent-type: application/json\r\ncontent-length: ${BODY.length}`;
  socket.write(`POST ${path} HTTP/1.1\r\n${head}\r\n\r\n${body}`);
};

/** Whether as many begin as ever: what is left behind of others would hold them up for good. */
async function hasWholeRoom(): Promise<void> {
  [begun, holdsAtTheDoor] = [[], false];
  const sockets = await Promise.all(Array.from({ length: AT_ONCE }, () => asked('/answers')));
  await until(() => begun.length === AT_ONCE);
  for (const socket of sockets) socket.destroy();
}

const each = (path: string, body?: string): Promise<Socket[]> =>
  Promise.all(Array.from({ length: AT_ONCE }, () => asked(path, body)));

describe('what a call took of a process is given back', () => {
  it('when its caller goes away while it is asked who he is', async () => {
    holdsAtTheDoor = true;
    const sockets = await each('/answers');
    await until(() => admitted.length === AT_ONCE);
    for (const socket of sockets) socket.destroy();
    await until(() => admitted.every(({ request }) => request.raw.destroyed));
    for (const { admit } of admitted) admit();
    await hasWholeRoom();
  });

  it('when its caller goes away before its body has come, and while it is answered', async () => {
    for (const socket of await each('/answers', BODY.slice(0, 3))) socket.destroy();
    const sockets = await each('/answers');
    await until(() => begun.length === AT_ONCE);
    for (const socket of sockets) socket.destroy();
    await hasWholeRoom();
  });

  it('when it is no JSON, and when it fails over one connection that stays', async () => {
    for (const socket of await each('/answers', '{"model":"small" ')) await once(socket, 'close');
    const socket = connect(port, '127.0.0.1');
    let heard = '';
    socket.on('data', (chunk) => (heard += String(chunk)));
    for (let count = 1; count <= AT_ONCE; count += 1) {
      send(socket, '/fails');
      await until(() => heard.split('HTTP/1.1 500').length - 1 === count);
    }
    socket.destroy();
    await hasWholeRoom();
  });

  it('when its caller goes away who asked it behind another on one connection', async () => {
    const sockets = await Promise.all(Array.from({ length: AT_ONCE / 2 }, () => asked('/answers')));
    for (const socket of sockets) send(socket, '/answers');
    await until(() => begun.length === AT_ONCE);
    for (const socket of sockets) socket.destroy();
    await hasWholeRoom();
  });

  it('when it failed behind another on a connection that is lost', async () => {
    const sockets = await Promise.all(Array.from({ length: AT_ONCE / 2 }, () => asked('/answers')));
    for (const socket of sockets) send(socket, '/fails');
    await until(() => answered === AT_ONCE / 2);
    for (const socket of sockets) socket.destroy();
    await hasWholeRoom();
  });

  it('while its body is a long time coming, and taken again when it is there', async () => {
    const sockets = await each('/answers', BODY.slice(0, 3));
    await hasWholeRoom();
    begun = [];
    for (const socket of sockets) socket.write(BODY.slice(3));
    await until(() => begun.length === AT_ONCE);
    const more = await asked('/answers');
    expect(begun.length).toBe(AT_ONCE);
    begun[0]?.();
    await until(() => begun.length === AT_ONCE + 1);
    for (const socket of [...sockets, more]) socket.destroy();
    await hasWholeRoom();
  });

  it('when its answer is made, though its caller does not read it', async () => {
    const sockets = await each('/large');
    for (const socket of sockets) socket.pause();
    await until(() => answered === AT_ONCE);
    await hasWholeRoom();
    for (const socket of sockets) socket.destroy();
  });

  it('when it was streamed to its end, and when its caller left meanwhile', async () => {
    const sockets = await each('/streams');
    await until(() => begun.length === AT_ONCE);
    begun.slice(1).forEach((end) => end());
    for (const socket of sockets) socket.destroy();
    await hasWholeRoom();
  });
});
