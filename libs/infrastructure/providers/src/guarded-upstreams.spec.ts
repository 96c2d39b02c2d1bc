import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BARE_PROVIDER } from '@radiant/registry/testing';
import { DEFAULT_DEADLINES } from './deadlines.js';
import { UndiciModelProvider, type UndiciModelProviderOptions } from './undici-model-provider.js';

let server: Server;
let port: number;
let connections = 0;
beforeAll(async () => {
  server = createServer((_, response) => response.end('{}')).on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

/** What a call to `baseUrl` answers, or the code of its failure. */
async function ask(baseUrl: string, over: Partial<UndiciModelProviderOptions> = {}): Promise<string> {
  const options = { defaultBaseUrl: 'https://default.example', deadlines: DEFAULT_DEADLINES, ...over };
  const provider = new UndiciModelProvider(options);
  const signal = new AbortController().signal;
  try {
    return await provider.complete({
      provider: { ...BARE_PROVIDER, baseUrl },
      path: '/v1/chat/completions',
      body: '{}',
      signal,
    });
  } catch (error) {
    return error instanceof Error ? error.message : 'no error';
  } finally {
    await provider.close();
  }
}

describe('an address of the registry', () => {
  it.each(['127.0.0.1', 'localhost', '[::1]', '2130706433', '0x7f000001', '127.1', '[::ffff:127.0.0.1]', '0.0.0.0'])(
    'at %s is never connected to',
    async (host) => {
      const before = connections;
      expect(await ask(`http://${host}:${port}`)).toBe("the provider's address is not allowed");
      expect(connections).toBe(before);
    },
  );

  it('on this machine is reached where the operator says so', async () => {
    const origin = `http://127.0.0.1:${port}`;
    expect(await ask(origin, { allowedOrigins: [origin] })).toBe('{}');
    expect(await ask(origin, { allowLoopback: true })).toBe('{}');
    expect(await ask(origin, { defaultBaseUrl: origin })).toBe('{}');
    expect(await ask(origin, { allowedOrigins: [`http://127.0.0.1:${port + 1}`] })).not.toBe('{}');
  });
});
