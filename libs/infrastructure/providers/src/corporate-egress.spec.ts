import { afterEach, describe, expect, it } from '@jest/globals';
import { PLAIN_CONNECTION, type Connection, type Provider } from '@radiant/registry';
import { ask, GivenSecrets, listen, listenProxy, listenTls, pem, providerAt } from '../test/given-upstreams.js';

const FAILED = 'provider_error: the connection to the provider failed';
const opened: { close(): Promise<void> }[] = [];
const open = async <Closed extends { close(): Promise<void> }>(opening: Promise<Closed>): Promise<Closed> => {
  const each = await opening;
  opened.push(each);
  return each;
};
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

const secrets = new GivenSecrets({
  'env:HOSPITAL_CA': pem('ca.pem'),
  'env:ONE_LINE_CA': pem('ca.pem').replaceAll('\n', '\\n'),
  'env:CLIENT_CERTIFICATE': pem('client.pem'),
  'env:CLIENT_KEY': pem('client.key'),
});
const at = (baseUrl: string, connection: Partial<Connection> = {}): Provider =>
  providerAt(baseUrl, { connection: { ...PLAIN_CONNECTION, ...connection } });

describe('a private certificate authority', () => {
  it('is believed where the environment or the provider names it, and nowhere else', async () => {
    const { origin } = await open(listenTls());
    const rules = { allowLoopback: true };
    expect(await ask(at(origin), rules, secrets)).toBe(FAILED);
    expect(await ask(at(origin), { ...rules, caBundle: pem('ca.pem') }, secrets)).toBe('{}');
    for (const ca of ['env:HOSPITAL_CA', 'env:ONE_LINE_CA']) {
      expect(await ask(at(origin, { ca }), rules, secrets)).toBe('{}');
    }
    expect(await ask(at(origin, { ca: 'env:CLIENT_CERTIFICATE' }), rules, secrets)).toBe(FAILED);
  });

  it('that can not be read lets nothing through', async () => {
    const { origin } = await open(listenTls());
    expect(await ask(at(origin, { ca: 'env:GONE_CA' }), { allowLoopback: true }, secrets)).toBe(
      'service_unavailable: a secret of the provider can not be read',
    );
  });
});

describe('mutual TLS', () => {
  it('shows the certificate of the provider, and of no other', async () => {
    const server = await open(listenTls(true));
    const rules = { allowLoopback: true };
    const mutual = { ca: 'env:HOSPITAL_CA', clientCertificate: 'env:CLIENT_CERTIFICATE', clientKey: 'env:CLIENT_KEY' };
    expect(await ask(at(server.origin, { ca: mutual.ca }), rules, secrets)).toBe(FAILED);
    expect(server.requests).toHaveLength(0);
    expect(await ask(at(server.origin, mutual), rules, secrets)).toBe('{}');
    expect(server.requests.map(({ client }) => client)).toEqual(['gateway']);
  });
});

describe('a proxy', () => {
  /** Reachable through the proxy alone: the name is nobody's. */
  const HOSPITAL = 'https://models.hospital.test';

  it('is asked for the name of an allowed origin, and the certificate is the upstream’s', async () => {
    const server = await open(listenTls());
    const proxy = await open(listenProxy(server.port));
    const rules = {
      allowedOrigins: [HOSPITAL],
      caBundle: pem('ca.pem'),
      proxies: { httpsProxy: proxy.url.replace('//', '//user:p%40ss@'), httpProxy: undefined, noProxy: [] },
    };
    expect(await ask(at(HOSPITAL), rules)).toBe('{}');
    expect(proxy.asked).toEqual([
      { target: 'models.hospital.test:443', authorization: `Basic ${Buffer.from('user:p@ss').toString('base64')}` },
    ]);
    expect(JSON.stringify(server.requests)).not.toContain('Basic');
    expect(
      await ask(at('https://other.hospital.test'), { ...rules, allowedOrigins: ['https://other.hospital.test'] }),
    ).toBe(FAILED);
  });

  it('takes plain upstreams of the operator as well', async () => {
    const server = await open(listen());
    const proxy = await open(listenProxy(server.port));
    const proxies = { httpsProxy: undefined, httpProxy: proxy.url, noProxy: [] };
    const origin = 'http://models.hospital.test:8000';
    expect(await ask(at(origin), { allowedOrigins: [origin], proxies })).toBe('{}');
    expect(proxy.asked.map(({ target }) => target)).toEqual(['models.hospital.test:8000']);
  });

  it('is not asked for what NO_PROXY names, nor for this machine', async () => {
    const server = await open(listen());
    const proxy = await open(listenProxy(server.port));
    const proxies = { httpsProxy: proxy.url, httpProxy: proxy.url, noProxy: ['hospital.test'] };
    expect(await ask(at(server.origin), { allowLoopback: true, proxies })).toBe('{}');
    expect(await ask(at(HOSPITAL), { allowedOrigins: [HOSPITAL], proxies })).toBe(FAILED);
    expect(proxy.asked).toEqual([]);
  });

  it.each(['https://169.254.169.254', 'https://10.0.0.7', 'https://[::1]', 'https://localhost', 'https://2130706433'])(
    'is never asked for %s: the guard comes first',
    async (address) => {
      const server = await open(listenTls());
      const proxy = await open(listenProxy(server.port));
      const proxies = { httpsProxy: proxy.url, httpProxy: proxy.url, noProxy: [] };
      expect(await ask(at(address), { proxies, caBundle: pem('ca.pem') })).toBe(
        "provider_error: the provider's address is not allowed",
      );
      expect([proxy.asked, server.connections]).toEqual([[], 0]);
    },
  );

  it('is asked for nothing when a name of the registry can not be checked here', async () => {
    const server = await open(listenTls());
    const proxy = await open(listenProxy(server.port));
    const proxies = { httpsProxy: proxy.url, httpProxy: undefined, noProxy: [] };
    expect(await ask(at(HOSPITAL), { proxies, caBundle: pem('ca.pem') })).toBe(FAILED);
    expect(proxy.asked).toEqual([]);
  });

  it('that refuses is a failure of the connection, in our words', async () => {
    const proxy = await open(listenProxy(1, '407 Proxy Authentication Required'));
    const proxies = { httpsProxy: proxy.url, httpProxy: undefined, noProxy: [] };
    expect(await ask(at(HOSPITAL), { allowedOrigins: [HOSPITAL], proxies })).toBe(FAILED);
  });
});
