import { connect } from 'node:net';
import type { Reply } from './reply.js';

const PATIENCE_MS = 30_000;
const LONG = 20_000;

/** Requests that are no good HTTP, which no client library sends. @param method and path of an operation. */
export const rawRequests = (method: string, path: string): readonly string[] => {
  const head = `${method} ${path} HTTP/1.1`;
  const host = 'host: gateway';
  const last = 'connection: close';
  const lines = (...each: readonly string[]): string => `${each.join('\r\n')}\r\n\r\n`;
  return [
    lines(head, host, 'no header'),
    lines(head, host, 'bad name: x'),
    lines(head, host, 'x: \u0001'),
    lines(head, host, `x: ${'a'.repeat(LONG)}`),
    lines(`${method} ${path}?${'a'.repeat(LONG)} HTTP/1.1`, host),
    lines(`G@T ${path} HTTP/1.1`, host),
    lines(`${method} ${path} HTTP/9.9`, host),
    lines(`${method} ${path.replace('/', '/ ')} HTTP/1.1`, host),
    lines(head, last),
    lines(head, host, 'expect: wonders', last),
    lines(head, host, host, last),
    lines(head, host, 'content-length: abc'),
    lines(head, host, 'content-length: -1'),
    lines(head, host, 'content-length: 5', 'transfer-encoding: chunked'),
    lines(head, host, 'content-type: application/json', 'transfer-encoding: chunked') + 'zz\r\n',
    lines(head, host, 'transfer-encoding: nothing'),
    lines(head, host, 'upgrade: h2c', 'connection: upgrade, close'),
    lines(`${method} http://elsewhere.example.org${path} HTTP/1.1`, host, last),
    lines(`OPTIONS * HTTP/1.1`, host, last),
    lines(`${method} ${path} HTTP/1.0`),
    lines('PRI * HTTP/2.0') + 'SM\r\n\r\n',
    '\u0016\u0003\u0001\u0002\u0000\u0001\u0000',
    `${head}\n${host}\n\n`,
  ];
};

/** Sends bytes (Latin-1) and reads to the end of the connection. @throws when no reply came. */
export function sendRaw(url: string, bytes: string): Promise<Reply> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    const socket = connect(Number(port), hostname, () => socket.write(Buffer.from(bytes, 'latin1')));
    socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error('the connection was left open')));
    socket.on('data', (piece: Buffer) => pieces.push(piece));
    socket.on('error', reject);
    socket.on('close', () => {
      const reply = parsed(Buffer.concat(pieces));
      if (reply) resolve(reply);
      else reject(new Error('the connection was closed without a reply'));
    });
  });
}

function parsed(received: Buffer): Reply | undefined {
  const end = received.indexOf('\r\n\r\n');
  const [first = '', ...lines] = received.subarray(0, Math.max(0, end)).toString('latin1').split('\r\n');
  const status = /^HTTP\/1\.1 (\d{3})/.exec(first)?.[1];
  if (status === undefined) return undefined;
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  const named = Object.fromEntries(headers);
  const body = received.subarray(end + 4);
  return {
    status: Number(status),
    headers: named,
    body: named['transfer-encoding'] === 'chunked' ? unchunked(body) : body,
  };
}

function unchunked(body: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let from = 0; ;) {
    const line = body.indexOf('\r\n', from);
    const size = Number.parseInt(body.subarray(from, line).toString(), 16);
    if (!(size > 0)) return Buffer.concat(pieces);
    pieces.push(body.subarray(line + 2, line + 2 + size));
    from = line + 2 + size + 2;
  }
}
