import { connect, type Socket } from 'node:net';
import { Body, Controller, Post } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Public } from '../src/access/public.js';
import { SmallController, smallApplication } from './small-application.js';

const UUID = /^[0-9a-f-]{36}$/;
const MEBIBYTE = 1024 * 1024;

@Controller()
class PostController {
  @Post('posted')
  @Public()
  posted(@Body() body: unknown): object {
    return { length: JSON.stringify(body).length };
  }
}

let running: Awaited<ReturnType<typeof smallApplication>>;
beforeEach(async () => {
  running = await smallApplication({ controllers: [SmallController, PostController] });
});
afterEach(() => running.close());

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Record<string, unknown>;
}

/** Sends pieces one after the other, each when the one before has left, and reads until the connection is closed. */
function speak(...pieces: readonly (string | Buffer)[]): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(running.port, '127.0.0.1');
    socket.on('data', (piece: Buffer) => (received += piece.toString()));
    socket.on('error', reject);
    socket.on('close', () => {
      const [head = '', body = ''] = received.split('\r\n\r\n', 2);
      const [first = '', ...lines] = head.split('\r\n');
      const headers = Object.fromEntries(
        lines.map((line) => [line.split(':', 1)[0]?.toLowerCase(), line.replace(/^[^:]*: */, '')]),
      );
      resolve({
        status: Number(first.split(' ')[1]),
        headers,
        body: JSON.parse(body.slice(0, Number(headers['content-length']))),
      });
    });
    const send = ([piece, ...rest]: readonly (string | Buffer)[]): void => {
      if (piece !== undefined) socket.write(piece, (error) => error || send(rest));
    };
    send(pieces);
  });
}

const lines = (...each: readonly string[]): string => `${each.join('\r\n')}\r\n\r\n`;
const HOST = 'host: here';

describe('what is no good HTTP', () => {
  it('may take five minutes to arrive and no longer', () => {
    expect(running.server.requestTimeout).toBe(300_000);
  });

  it('is told so when it took longer', async () => {
    const told = speak(lines('POST /posted HTTP/1.1', HOST, 'content-type: application/json', 'content-length: 9'));
    running.server.once('connection', (socket: Socket) => {
      const late = Object.assign(new Error('late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
      socket.once('data', () => setImmediate(() => running.server.emit('clientError', late, socket)));
    });
    expect(await told).toMatchObject({
      status: 400,
      body: { error: { message: 'the request did not arrive in time' } },
    });
  });

  it.each([
    ['a header without a colon', lines('GET /open HTTP/1.1', HOST, 'nothing'), 400],
    ['a control character', lines('GET /open HTTP/1.1', HOST, 'x: \u0001'), 400],
    ['another protocol', lines('GET /open HTTP/9.9', HOST), 400],
    ['TLS', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000', 400],
    ['two lengths', lines('POST /posted HTTP/1.1', HOST, 'content-length: 5', 'transfer-encoding: chunked'), 400],
    ['no host', lines('GET /open HTTP/1.1', 'connection: close'), 400],
    ['two hosts', lines('GET /open HTTP/1.1', HOST, 'Host: there', 'connection: close'), 400],
    ['one host twice', lines('GET /open HTTP/1.0', HOST, HOST), 400],
    ['headers beyond 16 KiB', lines('GET /open HTTP/1.1', HOST, `x: ${'a'.repeat(20_000)}`), 413],
    ['an address beyond 16 KiB', lines(`GET /open?${'a'.repeat(20_000)} HTTP/1.1`, HOST), 413],
  ])(
    '(%s) is refused in the form of every error, with a request id and the security headers',
    async (_, bytes, status) => {
      const { status: answered, headers, body } = await speak(bytes);
      expect(answered).toBe(status);
      expect(headers).toMatchObject({
        'x-request-id': expect.stringMatching(UUID),
        'x-content-type-options': 'nosniff',
        'content-type': 'application/json; charset=utf-8',
        connection: 'close',
      });
      const code = status === 413 ? 'PAYLOAD_TOO_LARGE' : 'VALIDATION_ERROR';
      expect(body).toMatchObject({ success: false, error: { code, message: expect.any(String) } });
    },
  );

  it.each([
    ['/v1/models', { error: { type: 'invalid_request_error', code: 'validation_error', param: null } }],
    [
      '/v1/messages',
      { type: 'error', error: { type: 'invalid_request_error' }, request_id: expect.stringMatching(UUID) },
    ],
  ])('is refused in the form of its address: %s', async (path, form) => {
    const { body, headers } = await speak(lines(`P@ST ${path} HTTP/1.1`, HOST));
    expect(body).toMatchObject(form);
    if ('request_id' in form) expect(body['request_id']).toBe(headers['request-id']);
  });

  it('is in the log under its request id, without a word of its own', async () => {
    const { headers } = await speak(lines('GET /open HTTP/1.1', HOST, 'Jane Doe'));
    const [line, ...others] = running.logLines().filter(({ msg }) => msg === 'no request');
    expect(others).toEqual([]);
    expect(line).toMatchObject({ requestId: headers['x-request-id'], errorCode: 'validation_error', status: 400 });
    expect(JSON.stringify(line)).not.toContain('Jane');
  });
});

describe('a request', () => {
  it('that expects wonders is answered without them', async () => {
    const { status, headers } = await speak(lines('GET /open HTTP/1.1', HOST, 'expect: wonders', 'connection: close'));
    expect([status, headers['x-request-id']]).toEqual([200, expect.stringMatching(UUID)]);
  });

  it('of HTTP/1.0 needs no host', async () => {
    expect((await speak(lines('GET /open HTTP/1.0'))).status).toBe(200);
  });

  it.each([
    [100, 201],
    [101, 400],
    [200_000, 400],
  ])('nested %i levels deep is answered with %i', async (depth, expected) => {
    const body = '['.repeat(depth) + ']'.repeat(depth);
    const head = ['POST /posted HTTP/1.1', HOST, 'connection: close', 'content-type: application/json'];
    const { status } = await speak(lines(...head, `content-length: ${body.length}`) + body);
    expect(status).toBe(expected);
  });

  it('whose body is too large reads its refusal though it has not yet sent all of it', async () => {
    const head = ['POST /posted HTTP/1.1', HOST, 'content-type: application/json', `content-length: ${8 * MEBIBYTE}`];
    const next = lines('GET /open HTTP/1.1', HOST, 'connection: close');
    const { status, body } = await speak(lines(...head), Buffer.alloc(8 * MEBIBYTE, 'x'), next);
    expect(status).toBe(413);
    expect(body).toMatchObject({ error: { code: 'PAYLOAD_TOO_LARGE' } });
  });
});
