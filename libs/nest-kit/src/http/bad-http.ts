import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { DomainError, type ErrorCode } from '@radiant/kernel';
import { wholeReply } from '../errors/whole-reply.js';
import type { Log } from '../logging/log.js';

interface Refusal {
  readonly code: ErrorCode;
  readonly message: string;
}

/** Node's limit of the request line and all headers, in bytes. */
const HEAD_LIMIT = 16 * 1024;

/** What Node could not read, by its code; anything else is no HTTP. */
const UNREAD: ReadonlyMap<string | undefined, Refusal> = new Map([
  [
    'HPE_HEADER_OVERFLOW',
    { code: 'payload_too_large', message: `the address and headers must not be larger than ${HEAD_LIMIT / 1024} KiB` },
  ],
  ['ERR_HTTP_REQUEST_TIMEOUT', { code: 'validation_error', message: 'the request did not arrive in time' }],
]);
const NO_HTTP: Refusal = { code: 'validation_error', message: 'the request is not valid HTTP/1.1' };
const NO_TUNNELS: Refusal = { code: 'validation_error', message: 'CONNECT is not served: no tunnels are opened here' };

interface UnreadRequest extends Error {
  readonly code?: string;
  /** What arrived last. */
  readonly rawPacket?: unknown;
}

/**
 * Answers what never became a request, in the form of its address where that is known, and closes the connection. Node
 * and Fastify would answer in a form of their own and without a request id.
 */
export const refuseBadHttp =
  (log: Log) =>
  (error: UnreadRequest, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    const arrived = error.rawPacket instanceof Buffer ? error.rawPacket.toString('latin1') : '';
    const url = /^\S+ (\/\S*)/.exec(arrived)?.[1] ?? '/';
    refuse(log, socket, url, UNREAD.get(error.code) ?? NO_HTTP);
  };

/** Answers CONNECT, whose connection Node closes without a word where nobody takes it. */
export const refuseTunnels =
  (log: Log) =>
  ({ socket }: IncomingMessage): void =>
    refuse(log, socket, '/', NO_TUNNELS);

function refuse(log: Log, socket: Socket, url: string, { code, message }: Refusal): void {
  const requestId = randomUUID();
  const { status, headers, text } = wholeReply(url, new DomainError(code, message), requestId);
  const lines = Object.entries({ ...headers, connection: 'close' }).map(([name, value]) => `${name}: ${value}\r\n`);
  if (socket.writable) socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${text}`);
  socket.destroySoon();
  log.info('no request', { requestId, errorCode: code, status });
}
