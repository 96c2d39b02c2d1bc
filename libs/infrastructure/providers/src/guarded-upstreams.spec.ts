import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Resolve } from './checked-lookup.js';
import { ask, listen, providerAt, type Listener } from '../test/given-upstreams.js';

let server: Listener;
beforeAll(async () => {
  server = await listen();
});
afterAll(() => server.close());

describe('an address of the registry', () => {
  it.each(['127.0.0.1', 'localhost', '[::1]', '2130706433', '0x7f000001', '127.1', '[::ffff:127.0.0.1]', '0.0.0.0'])(
    'at %s is never connected to',
    async (host) => {
      for (const protocol of ['http', 'https']) {
        const answer = await ask(providerAt(`${protocol}://${host}:${server.port}`));
        expect(answer).toBe("provider_error: the provider's address is not allowed");
      }
      expect(server.connections).toBe(0);
    },
  );

  it.each([
    ['first this machine and then the world', [['127.0.0.1'], ['8.8.8.8']]],
    ['the world and this machine at once', [['8.8.8.8', '127.0.0.1']]],
    ['a metadata service', [['169.254.169.254']]],
    ['nothing', [[]]],
  ])('whose name means %s is looked up once and connected to never', async (_case, answers) => {
    let looks = 0;
    const names: Resolve = (_, done) => {
      const found = answers[looks] ?? [];
      looks += 1;
      done(
        null,
        found.map((address) => ({ address, family: 4 })),
      );
    };
    const answer = await ask(providerAt(`https://rebinding.example:${server.port}`), { names });
    expect(answer).toBe("provider_error: the provider's address is not allowed");
    expect([looks, server.connections]).toEqual([1, 0]);
  });

  it('is never spoken to in the clear, unless the operator says so', async () => {
    expect(await ask(providerAt('http://models.example'))).toBe(
      "provider_error: the provider's address is not allowed",
    );
  });

  it('on this machine is reached where the operator says so', async () => {
    const { origin, port } = server;
    expect(await ask(providerAt(origin), { allowedOrigins: [origin] })).toBe('{}');
    expect(await ask(providerAt(origin), { allowLoopback: true })).toBe('{}');
    expect(await ask(providerAt(origin), { defaultBaseUrl: origin })).toBe('{}');
    expect(await ask(providerAt(origin), { allowedOrigins: [`http://127.0.0.1:${port + 1}`] })).not.toBe('{}');
  });
});
