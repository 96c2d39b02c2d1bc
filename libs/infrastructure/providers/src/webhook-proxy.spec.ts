import { afterEach, describe, expect, it } from '@jest/globals';
import { listen, listenProxy, listenTls, pem } from '../test/given-upstreams.js';
import { WebhookSender, type WebhookRules } from './webhook-sender.js';

const opened: { close(): Promise<void> }[] = [];
const open = async <Closed extends { close(): Promise<void> }>(opening: Promise<Closed>): Promise<Closed> => {
  const each = await opening;
  opened.push(each);
  return each;
};
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

/** Reachable through the proxy alone: the name is nobody's. */
const RECEIVER = 'https://models.hospital.test';
const EVENT = { id: 'event-1', body: '{}', secret: 'whsec', timestamp: 1 };
const through = (httpsProxy: string, noProxy: string[] = []) => ({ httpsProxy, httpProxy: undefined, noProxy });

async function sent(address: string, rules: WebhookRules): Promise<number | undefined> {
  const sender = new WebhookSender({ caBundle: pem('ca.pem'), ...rules });
  opened.push(sender);
  return sender.send(address, EVENT);
}

describe('a webhook behind a proxy', () => {
  it('is sent through it, and the certificate is the receiver’s', async () => {
    const server = await open(listenTls());
    const proxy = await open(listenProxy(server.port));
    const proxies = through(proxy.url.replace('//', '//user:p%40ss@'));
    expect(await sent(`${RECEIVER}/alerts`, { allowedOrigins: [RECEIVER], proxies })).toBe(200);
    expect(proxy.asked).toEqual([
      { target: 'models.hospital.test:443', authorization: `Basic ${Buffer.from('user:p@ss').toString('base64')}` },
    ]);
    expect(server.requests).toHaveLength(1);
    expect(JSON.stringify(server.requests)).not.toContain('Basic');
  });

  it('is sent straight where NO_PROXY names it, and on this machine', async () => {
    const server = await open(listen());
    const proxy = await open(listenProxy(server.port));
    const proxies = { httpsProxy: proxy.url, httpProxy: proxy.url, noProxy: ['hospital.test'] };
    expect(await sent(server.origin, { allowLoopback: true, proxies })).toBe(200);
    expect(await sent(RECEIVER, { allowedOrigins: [RECEIVER], proxies })).toBeUndefined();
    expect(proxy.asked).toEqual([]);
  });

  it.each(['https://169.254.169.254/', 'https://10.0.0.7/', 'https://localhost/', 'https://2130706433/', RECEIVER])(
    'is never asked for %s, which the check refuses: the check comes first',
    async (address) => {
      const server = await open(listenTls());
      const proxy = await open(listenProxy(server.port));
      expect(await sent(address, { proxies: through(proxy.url) })).toBeUndefined();
      expect([proxy.asked, server.connections]).toEqual([[], 0]);
    },
  );

  it('that refuses gives no answer', async () => {
    const proxy = await open(listenProxy(1, '407 Proxy Authentication Required'));
    expect(await sent(RECEIVER, { allowedOrigins: [RECEIVER], proxies: through(proxy.url) })).toBeUndefined();
  });
});
