import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PLAIN_CONNECTION, type Connection, type Provider } from '@radiant/registry';
import { answerOf, ask, DEADLINES, GivenSecrets, listen, providerAt, type Listener } from '../test/given-upstreams.js';
import { UndiciModelProvider } from './undici-model-provider.js';

const KEY = 'sk-canary-1';
let server: Listener;
let status: number;
beforeEach(async () => {
  status = 200;
  server = await listen((_, response) => response.writeHead(status).end('{}'));
});
afterEach(() => server.close());

const secrets = (): GivenSecrets => new GivenSecrets({ 'env:THE_KEY': KEY });
const provider = (over: Partial<Provider> = {}, connection: Partial<Connection> = {}): Provider =>
  providerAt(server.origin, {
    authType: 'api_key',
    credential: 'env:THE_KEY',
    connection: { ...PLAIN_CONNECTION, ...connection },
    ...over,
  });
const sent = async (asked: Provider): Promise<object> => {
  expect(await ask(asked, { allowLoopback: true }, secrets())).toBe('{}');
  return server.requests.at(-1)?.headers ?? {};
};

describe("a provider's key", () => {
  it('is sent as its auth type and dialect say', async () => {
    expect(await sent(provider())).toMatchObject({ authorization: `Bearer ${KEY}` });
    expect(await sent(provider({ authType: 'oauth' }))).toMatchObject({ authorization: `Bearer ${KEY}` });
    const azure = await sent(provider({}, { dialect: 'azure_openai', apiVersion: '2024-10-21' }));
    expect(azure).toMatchObject({ 'api-key': KEY });
    const anthropic = await sent(provider({}, { dialect: 'anthropic' }));
    expect(anthropic).toMatchObject({ 'x-api-key': KEY, 'anthropic-version': '2023-06-01' });
    for (const headers of [azure, anthropic]) expect(headers).not.toHaveProperty('authorization');
    expect(await sent(provider({}, { keyHeader: 'ocp-apim-subscription-key' }))).toMatchObject({
      'ocp-apim-subscription-key': KEY,
    });
    expect(JSON.stringify(await sent(provider({ authType: 'none' })))).not.toContain(KEY);
  });

  it('that can not be had sends nothing', async () => {
    for (const refused of [
      provider({ credential: 'env:OTHER_KEY' }),
      provider({ credential: undefined }),
      provider({ credential: 'env:BROKEN_KEY' }),
      provider({ authType: 'iam' }),
    ]) {
      const answer = await ask(
        refused,
        { allowLoopback: true },
        new GivenSecrets({ 'env:BROKEN_KEY': 'sk-canary\r\nhost: evil' }),
      );
      expect(answer).toMatch(/^service_unavailable: /);
      expect(answer).not.toContain('canary');
    }
    expect(server.connections).toBe(0);
  });

  it('that was rotated is read anew when the upstream refuses the old one, once', async () => {
    const given = secrets();
    const client = new UndiciModelProvider(
      { defaultBaseUrl: 'https://default.example', deadlines: DEADLINES, allowLoopback: true },
      given,
    );
    const rotated = provider();
    status = 401;
    expect(await answerOf(client, rotated)).toBe('provider_error: the provider failed');
    expect([server.requests.length, given.renewed]).toEqual([1, 1]);
    given.renew = async () => (given.secrets['env:THE_KEY'] = 'sk-newer');
    expect(await answerOf(client, rotated)).toBe('provider_error: the provider failed');
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${KEY}`,
      `Bearer ${KEY}`,
      'Bearer sk-newer',
    ]);
    await client.close();
  });

  it('does not go where a redirect points, nor to the default upstream', async () => {
    const elsewhere = await listen();
    const redirecting = await listen((_, response) => response.writeHead(307, { location: elsewhere.origin }).end());
    const asked = { ...provider(), baseUrl: redirecting.origin };
    expect(await ask(asked, { allowLoopback: true }, secrets())).toMatch(/^provider_error/);
    expect(elsewhere.connections).toBe(0);
    const defaulted = { ...provider(), baseUrl: undefined };
    expect(await ask(defaulted, { defaultBaseUrl: elsewhere.origin, defaultKey: 'sk-default' }, secrets())).toBe('{}');
    expect(elsewhere.requests[0]?.headers.authorization).toBe('Bearer sk-default');
    await Promise.all([elsewhere.close(), redirecting.close()]);
  });

  it('goes to the new address and the new key alone once the row has changed', async () => {
    const other = await listen();
    const client = new UndiciModelProvider(
      { defaultBaseUrl: 'https://default.example', deadlines: DEADLINES, allowLoopback: true },
      new GivenSecrets({ 'env:THE_KEY': KEY, 'env:NEW_KEY': 'sk-new' }),
    );
    expect(await answerOf(client, provider())).toBe('{}');
    expect(await answerOf(client, { ...provider(), baseUrl: other.origin, credential: 'env:NEW_KEY' })).toBe('{}');
    expect(other.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer sk-new']);
    expect(server.requests).toHaveLength(1);
    await client.close();
    await other.close();
  });
});
