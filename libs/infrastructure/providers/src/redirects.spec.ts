import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { UpstreamCall } from '@radiant/inference';
import { BARE_PROVIDER } from '@radiant/registry/testing';
import { GivenSecrets } from '../test/given-upstreams.js';
import { UndiciModelProvider } from './undici-model-provider.js';

const DEADLINES = { connectMs: 1_000, firstByteMs: 5_000, idleMs: 5_000, totalMs: 10_000 };

/** Where the redirects point; it would answer well. */
let elsewhere: Server;
let connections = 0;
let redirecting: Server;
let status = 307;
let provider: UndiciModelProvider;

const listening = async (server: Server): Promise<string> => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
};
const ended = (server: Server): Promise<unknown> => once(server.close(), 'close');

beforeAll(async () => {
  elsewhere = createServer((_, response) => response.end('{}')).on('connection', () => (connections += 1));
  const location = await listening(elsewhere);
  redirecting = createServer((request, response) => {
    request.resume();
    response.writeHead(status, { location: location + (request.url ?? '') }).end();
  });
  provider = new UndiciModelProvider(
    { defaultBaseUrl: await listening(redirecting), deadlines: DEADLINES },
    new GivenSecrets(),
  );
});
afterAll(async () => {
  await provider.close();
  await Promise.all([ended(elsewhere), ended(redirecting)]);
});

describe('an upstream that sends its callers elsewhere', () => {
  const call = (): UpstreamCall => ({
    provider: BARE_PROVIDER,
    path: '/v1/chat/completions',
    body: '{"model":"demo","messages":[]}',
    signal: new AbortController().signal,
  });

  it.each([300, 301, 302, 303, 307, 308])('with %i is not followed: it has failed', async (redirect) => {
    status = redirect;
    await expect(provider.complete(call())).rejects.toMatchObject({ code: 'provider_error' });
    await expect(provider.stream(call())).rejects.toMatchObject({ code: 'provider_error' });
    await provider.pingDefault(1_000);
    expect(connections).toBe(0);
  });
});
