import { isIP, Socket, type LookupFunction } from 'node:net';
import { buildConnector, type Pool } from 'undici';
import { portOf } from './proxy-rules.js';
import { sameMaterial, type TlsMaterial } from './tls-material.js';

type Endpoint = buildConnector.connector;

/** How the connections to one upstream are made. */
export interface ConnectionRules {
  readonly connectMs: number;
  /** Checks what a name leads to; undefined where it may lead anywhere. */
  readonly lookup: LookupFunction | undefined;
  readonly tls: () => Promise<TlsMaterial>;
  readonly proxy: ProxyTunnel | undefined;
}

/** A way through a proxy. */
export interface ProxyTunnel {
  /** To the proxy. */
  readonly pool: Pool;
  readonly authorization: string | undefined;
}

/** The proxy gave no way through. Its text reaches nobody. */
class ProxyRefusedError extends Error {}

/**
 * Connects to an upstream with the certificates of that moment. A name that is guarded is looked up here and checked, and
 * the proxy, too, is asked for the address that was checked: what the proxy makes of a name can't be known.
 */
export function connectorOf(rules: ConnectionRules): Endpoint {
  const { lookup } = rules;
  let made: { readonly material: TlsMaterial; readonly endpoint: Endpoint } | undefined;
  const endpointOf = async (): Promise<Endpoint> => {
    const material = await rules.tls();
    if (made && sameMaterial(made.material, material)) return made.endpoint;
    const { ca, cert, key } = material;
    const endpoint = buildConnector({
      timeout: rules.connectMs,
      ...(ca && { ca: [...ca] }),
      ...(cert !== undefined && { cert }),
      ...(key !== undefined && { key }),
      ...(lookup && !rules.proxy && { lookup }),
    });
    made = { material, endpoint };
    return endpoint;
  };
  return (options, callback) => {
    const connect = async (): Promise<void> => {
      const endpoint = await endpointOf();
      if (!rules.proxy) return endpoint(options, callback);
      const socket = await tunnel(rules.proxy, await target(options, lookup), rules.connectMs);
      if (options.protocol === 'https:') endpoint({ ...options, httpSocket: socket }, callback);
      else callback(null, socket);
    };
    connect().catch((error: unknown) => callback(error instanceof Error ? error : new Error('no connection'), null));
  };
}

/** What the proxy is asked to connect to. */
async function target(
  { hostname, protocol, port }: buildConnector.Options,
  lookup: LookupFunction | undefined,
): Promise<string> {
  const bare = hostname.replace(/^\[|\]$/g, '');
  const address = lookup && isIP(bare) === 0 ? await addressOf(bare, lookup) : bare;
  return `${isIP(address) === 6 ? `[${address}]` : address}:${port || portOf(new URL(`${protocol}//x`))}`;
}

const addressOf = (name: string, lookup: LookupFunction): Promise<string> =>
  new Promise((resolve, reject) => {
    lookup(name, { all: false }, (error, address) =>
      error ? reject(error) : typeof address === 'string' ? resolve(address) : reject(new Error('no address')),
    );
  });

async function tunnel({ pool, authorization }: ProxyTunnel, path: string, connectMs: number): Promise<Socket> {
  const { socket, statusCode } = await pool.connect({
    path,
    headers: { host: path, ...(authorization !== undefined && { 'proxy-authorization': authorization }) },
    signal: AbortSignal.timeout(connectMs),
  });
  if (statusCode === 200 && socket instanceof Socket) return socket;
  socket.on('error', () => undefined).destroy();
  throw new ProxyRefusedError('the proxy refused');
}
