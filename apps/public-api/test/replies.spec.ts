import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { MODEL, startGateway, type Gateway } from './gateway.js';

jest.setTimeout(180_000);

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ variables: { CORS_ORIGINS: 'https://app.example.org' } });
});
afterAll(() => gateway.close());

describe('every reply', () => {
  it('has the security headers and a request id, errors too', async () => {
    for (const path of ['/api/v2/health', '/v1/none', '/api/v2/models?limit=0']) {
      const { headers } = await gateway.send(path);
      expect(Object.fromEntries(headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'strict-transport-security': expect.any(String),
        'cache-control': 'no-store',
        'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      });
    }
  });

  it('refuses a parameter that a read does not have, where the shapes of others take any', async () => {
    for (const [path, field] of [
      ['models?providr=acme', 'providr'],
      ['usage?perod=x', 'perod'],
      ['sessions?statuss=x', 'statuss'],
      ['sessions/4d2f5a34-0d0e-4d3b-9a52-6a8a3fd4f9b1?with=x', 'with'],
    ]) {
      const response = await gateway.send(`/api/v2/${path}`);
      expect([response.status, await response.json()]).toEqual([
        400,
        expect.objectContaining({ error: expect.objectContaining({ details: { field } }) }),
      ]);
    }
    for (const path of ['/v1/models?api-version=2024-10-21', '/api/v2/health?probe=1']) {
      expect((await gateway.send(path)).status).toBe(200);
    }
  });

  it('never takes its request id from the caller', async () => {
    const response = await gateway.send('/api/v2/health', {
      headers: { 'x-request-id': 'mine', 'request-id': 'mine' },
    });
    expect(response.headers.get('x-request-id')).not.toBe('mine');
  });

  it('allows the listed origin and no other', async () => {
    const preflight = (origin: string): Promise<Response> =>
      fetch(`${gateway.url}/v1/chat/completions`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST' },
      });
    const allowed = await preflight('https://app.example.org');
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([
      204,
      'https://app.example.org',
    ]);
    const other = await preflight('https://evil.example.org');
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
  });

  it.each([
    ['a model', '/v1/chat/completions', { model: MODEL }],
    ['a stream', '/v1/chat/completions', { model: MODEL, stream: true }],
    ['an error', '/v1/chat/completions', { model: 'none' }],
  ])('of %s may be read by scripts of that origin, with its headers', async (_, path, body) => {
    const messages = [{ role: 'user', content: 'Hello' }];
    const { headers } = await gateway.send(path, {
      method: 'POST',
      body: JSON.stringify({ ...body, messages }),
      headers: { origin: 'https://app.example.org' },
    });
    expect(Object.fromEntries(headers)).toMatchObject({
      'access-control-allow-origin': 'https://app.example.org',
      'access-control-expose-headers': '*',
    });
  });

  it.each([
    ['no key', {}, 401],
    ['another scheme', { authorization: 'Basic abc' }, 401],
    [
      'a key of the right form that nobody has',
      { authorization: `Bearer rad_dev_${'a'.repeat(12)}_${'b'.repeat(43)}` },
      401,
    ],
  ])('refuses %s', async (_, headers, status) => {
    const response = await fetch(`${gateway.url}/api/v2/models`, { headers: headers as Record<string, string> });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ success: false, error: { code: 'UNAUTHORIZED' } });
  });

  it('tells a wrong method from a wrong address', async () => {
    const response = await gateway.send('/v1/chat/completions');
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    expect(await response.json()).toMatchObject({ error: { code: 'method_not_allowed' } });
  });

  it('is given to who asks for a tunnel, too', async () => {
    const { hostname, port } = new URL(gateway.url);
    const socket = connect(Number(port), hostname);
    socket.write('CONNECT example.org:443 HTTP/1.1\r\nhost: example.org\r\n\r\n');
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(answer).toMatch(/x-request-id: [0-9a-f-]{36}\r\n/);
    expect(answer).toContain('"code":"VALIDATION_ERROR"');
  });

  it('is given to a DELETE that names a type of the body which it does not have', async () => {
    const created = await gateway.client(gateway.clinic).responses.create({ model: MODEL, input: 'Hello' });
    const response = await gateway.send(`/v1/responses/${created.id}`, { method: 'DELETE' });
    expect(await response.json()).toEqual({ id: created.id, object: 'response', deleted: true });
  });

  it('refuses what is not JSON and what is too large', async () => {
    const post = (body: string, type = 'application/json'): Promise<Response> =>
      gateway.send('/v1/chat/completions', { method: 'POST', body, headers: { 'content-type': type } });
    expect((await post('{"model"')).status).toBe(400);
    expect((await post('hi', 'text/plain')).status).toBe(415);
    expect((await post(`"${'x'.repeat(4 * 1024 * 1024)}"`)).status).toBe(413);
  });

  it.each([
    ['texts', 'messages[0].content[20000].text', Array.from({ length: 20_001 }, () => ({ type: 'text', text: 'hi' }))],
    ['data URLs', 'messages[0].content', 'data:;base64,aGVsbG8= '.repeat(2_001)],
    ['matches', null, 'Dr. Smith '.repeat(100_001)],
  ])('refuses a call with too many %s, naming what is expected', async (_what, param, content) => {
    const body = JSON.stringify({ model: MODEL, messages: [{ role: 'user', content }] });
    const response = await gateway.send('/v1/chat/completions', { method: 'POST', body });
    expect([response.status, await response.json()]).toEqual([
      413,
      {
        error: {
          message: expect.stringMatching(/at most|more than/),
          type: 'invalid_request_error',
          param,
          code: 'payload_too_large',
        },
      },
    ]);
  });
});
