/** What the environment says of proxies, as `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` do everywhere. */
export interface ProxyRules {
  /** For https upstreams: `http://` or `https://`, with `user:password@` where it asks for one. */
  readonly httpsProxy: string | undefined;
  /** For plain ones. */
  readonly httpProxy: string | undefined;
  /** Hosts that are reached without one: `*`, `host`, `.domain`, each perhaps with `:port`. A name covers what is below it. */
  readonly noProxy: readonly string[];
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/;

/** The proxy for an upstream; undefined: none. What is on this machine is never reached through one. */
export function proxyFor(upstream: URL, { httpsProxy, httpProxy, noProxy }: ProxyRules): URL | undefined {
  const proxy = upstream.protocol === 'https:' ? httpsProxy : httpProxy;
  if (proxy === undefined || LOOPBACK.test(upstream.hostname)) return undefined;
  return noProxy.some((entry) => covers(entry, upstream)) ? undefined : new URL(proxy);
}

function covers(entry: string, upstream: URL): boolean {
  if (entry === '*') return true;
  const [, name = '', port] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
  if (port !== undefined && port !== portOf(upstream)) return false;
  const domain = name.replace(/^\*?\./, '');
  return domain !== '' && (upstream.hostname === domain || upstream.hostname.endsWith(`.${domain}`));
}

/** As a URL leaves it out, it is the protocol's own. */
export const portOf = ({ protocol, port }: URL): string => port || (protocol === 'https:' ? '443' : '80');
