import type { UpstreamSecrets } from '@radiant/inference';
import { DomainError } from '@radiant/kernel';
import { PLAIN_CONNECTION, type Connection, type Provider } from '@radiant/registry';
import { Pool } from 'undici';
import { checkedLookup, isForbiddenHost, type Resolve } from './checked-lookup.js';
import { connectorOf } from './connector.js';
import type { Deadlines } from './deadlines.js';
import type { ProxyRules } from './proxy-rules.js';
import { ProxyTunnels } from './proxy-tunnels.js';
import { tlsMaterial, trustedBundle } from './tls-material.js';
import { keyHeader, keyHeaderOf, type KeyHeader } from './upstream-key.js';

/** Bytes of one answer; far above what a model writes, far below what would hurt. */
const LONGEST_ANSWER = 64 * 1024 * 1024;
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/;
const ANTHROPIC_VERSION = { 'anthropic-version': '2023-06-01' };
const NO_HEADERS = {};

export interface UpstreamRules {
  /** Where calls without an address of their own go, without `/v1`. */
  readonly defaultBaseUrl: string;
  /** The key of that upstream. */
  readonly defaultKey?: string;
  readonly deadlines: Deadlines;
  /** Origins that an administrator may give to a provider although they are at forbidden addresses. */
  readonly allowedOrigins?: readonly string[];
  /** Whether providers may be on this machine, as they are where the gateway is tried out. */
  readonly allowLoopback?: boolean;
  readonly proxies?: ProxyRules;
  /** Certificates (PEM) that are believed besides the public ones. */
  readonly caBundle?: string;
  /** How names are resolved; by the system unless told. */
  readonly names?: Resolve;
}

/** Where calls to one provider go. Its key goes nowhere else: the pool knows one origin, and nothing follows a redirect. */
export interface Upstream {
  readonly pool: Pool;
  /** Path before `/v1`, without a slash at its end. */
  readonly prefix: string;
  readonly key: KeyHeader | undefined;
  /** What the dialect and the default upstream's own key add to every call. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The upstreams that are in use, one connection pool each. */
export class Upstreams {
  /** By the registry's object, which is another one after each change: what a call has to look up. */
  private readonly known = new WeakMap<Provider, Upstream>();
  private readonly byProvider = new Map<string, { readonly signature: string; readonly upstream: Upstream }>();
  private readonly tunnels: ProxyTunnels;
  private readonly bundle: readonly string[] | undefined;
  private own: Upstream | undefined;

  constructor(
    private readonly rules: UpstreamRules,
    private readonly secrets: UpstreamSecrets,
  ) {
    this.bundle = trustedBundle(rules.caBundle);
    this.tunnels = new ProxyTunnels(rules.proxies, rules.deadlines.connectMs, this.bundle);
  }

  /** The default upstream. */
  get default(): Upstream {
    const { defaultBaseUrl, defaultKey } = this.rules;
    this.own ??= this.open(defaultBaseUrl, PLAIN_CONNECTION, undefined, {
      ...(defaultKey !== undefined && { authorization: keyHeader(true, defaultKey) }),
    });
    return this.own;
  }

  /** @throws DomainError `provider_error` for an address that is not allowed, `service_unavailable` without a credential. */
  of(provider: Provider): Upstream {
    if (provider.baseUrl === undefined) return this.default;
    const known = this.known.get(provider);
    if (known) return known;
    const upstream = this.opened(provider, provider.baseUrl);
    this.known.set(provider, upstream);
    return upstream;
  }

  /** Closes every connection once the calls on it have ended. */
  async close(): Promise<void> {
    const pools = [...this.byProvider.values()].map(({ upstream }) => upstream.pool);
    if (this.own) pools.push(this.own.pool);
    await Promise.all(pools.map((pool) => pool.close()));
    await this.tunnels.close();
  }

  /** A provider that has changed gets new connections, and its old ones end with the calls on them. */
  private opened(provider: Provider, baseUrl: string): Upstream {
    const { id, authType, credential, connection } = provider;
    const signature = JSON.stringify([baseUrl, authType, credential, connection]);
    const before = this.byProvider.get(id);
    if (before?.signature === signature) return before.upstream;
    const headers = connection.dialect === 'anthropic' ? ANTHROPIC_VERSION : NO_HEADERS;
    const upstream = this.open(baseUrl, connection, keyHeaderOf(provider), headers);
    this.byProvider.set(id, { signature, upstream });
    before?.upstream.pool.close().catch(() => undefined);
    return upstream;
  }

  private open(
    baseUrl: string,
    connection: Connection,
    key: KeyHeader | undefined,
    headers: Readonly<Record<string, string>>,
  ): Upstream {
    const url = new URL(baseUrl);
    const { connectMs, firstByteMs, idleMs } = this.rules.deadlines;
    const guarded = !this.isTrusted(baseUrl, url);
    if (guarded && (isForbiddenHost(url.hostname) || url.protocol !== 'https:')) {
      throw new DomainError('provider_error', "the provider's address is not allowed");
    }
    const pool = new Pool(url.origin, {
      connect: connectorOf({
        connectMs,
        lookup: guarded ? checkedLookup(this.rules.names) : undefined,
        tls: () => tlsMaterial(connection, this.secrets, this.bundle),
        proxy: this.tunnels.to(url),
      }),
      headersTimeout: firstByteMs,
      bodyTimeout: idleMs,
      maxResponseSize: LONGEST_ANSWER,
      keepAliveTimeout: 30_000,
      pipelining: 1,
    });
    return { pool, prefix: url.pathname.replace(/\/$/, ''), key, headers };
  }

  /** The environment's own address is the operator's word; an address of the registry may be anywhere but within. */
  private isTrusted(baseUrl: string, { origin, hostname }: URL): boolean {
    const { defaultBaseUrl, allowedOrigins = [], allowLoopback = false } = this.rules;
    return baseUrl === defaultBaseUrl || allowedOrigins.includes(origin) || (allowLoopback && LOOPBACK.test(hostname));
  }
}
