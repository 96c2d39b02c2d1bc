import { Pool } from 'undici';
import type { ProxyTunnel } from './connector.js';
import { proxyFor, type ProxyRules } from './proxy-rules.js';

/** The ways through proxies that are in use, one connection pool for each proxy. */
export class ProxyTunnels {
  private readonly known = new Map<string, ProxyTunnel>();

  /** @param bundle certificates (PEM) that a proxy may show; undefined: those that Node believes. */
  constructor(
    private readonly rules: ProxyRules | undefined,
    private readonly connectMs: number,
    private readonly bundle: readonly string[] | undefined,
  ) {}

  /** The way to an address; undefined: straight. */
  to(address: URL): ProxyTunnel | undefined {
    const proxy = this.rules && proxyFor(address, this.rules);
    if (!proxy) return undefined;
    const known = this.known.get(proxy.href);
    if (known) return known;
    const { username, password, origin } = proxy;
    const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    const tunnel = {
      pool: new Pool(origin, {
        connect: { timeout: this.connectMs, ...(this.bundle && { ca: [...this.bundle] }) },
      }),
      authorization: username === '' ? undefined : `Basic ${Buffer.from(credentials).toString('base64')}`,
    };
    this.known.set(proxy.href, tunnel);
    return tunnel;
  }

  /** Cuts every connection to a proxy. */
  async close(): Promise<void> {
    await Promise.all([...this.known.values()].map(({ pool }) => pool.destroy()));
  }
}
