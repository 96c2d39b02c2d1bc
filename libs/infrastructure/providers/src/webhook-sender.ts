import { createHmac } from 'node:crypto';
import { WebhookAddresses } from '@radiant/governance';
import { DomainError } from '@radiant/kernel';
import { Pool } from 'undici';
import { checkedLookup, isForbiddenHost, type Resolve } from './checked-lookup.js';
import { connectorOf } from './connector.js';
import type { ProxyRules } from './proxy-rules.js';
import { ProxyTunnels } from './proxy-tunnels.js';
import { trustedBundle } from './tls-material.js';

const LONGEST_URL = 500;
const CONNECT_MS = 5_000;
const ANSWER_MS = 10_000;
/** Of an answer that is not looked at. */
const LONGEST_ANSWER = 64 * 1024;
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/;

export interface WebhookRules {
  /** Origins that are believed although they are at forbidden addresses. */
  readonly allowedOrigins?: readonly string[];
  /** Whether receivers may be on this machine, over plain http too, as they are where the gateway is tried out. */
  readonly allowLoopback?: boolean;
  readonly proxies?: ProxyRules;
  /** Certificates (PEM) that are believed besides the public ones. */
  readonly caBundle?: string;
  /** How names are resolved; by the system unless told. */
  readonly names?: Resolve;
}

export interface SignedEvent {
  /** The event's id, the same with each attempt. */
  readonly id: string;
  /** JSON. */
  readonly body: string;
  readonly secret: string;
  /** Seconds since 1970, of this attempt. */
  readonly timestamp: number;
}

/**
 * Sends events to addresses that tenants name: checked like a provider's and through the same proxies, on a connection of
 * its own, without redirects.
 */
export class WebhookSender extends WebhookAddresses {
  private readonly bundle: readonly string[] | undefined;
  private readonly tunnels: ProxyTunnels;

  constructor(private readonly rules: WebhookRules) {
    super();
    this.bundle = trustedBundle(rules.caBundle);
    this.tunnels = new ProxyTunnels(rules.proxies, CONNECT_MS, this.bundle);
  }

  /** Cuts every connection to a proxy. */
  close(): Promise<void> {
    return this.tunnels.close();
  }

  async check(address: string): Promise<void> {
    const url = this.allowed(address);
    if (!url) throw refused();
    if (this.isTrusted(url)) return;
    const found = await new Promise<boolean>((resolve) => {
      checkedLookup(this.rules.names)(url.hostname.replace(/^\[|\]$/g, ''), { all: true }, (error) => resolve(!error));
    });
    if (!found) throw refused();
  }

  /** @returns the receiver's status; undefined when it gave none or the address is not allowed (any more). */
  async send(address: string, { id, body, secret, timestamp }: SignedEvent): Promise<number | undefined> {
    const url = this.allowed(address);
    if (!url) return undefined;
    const pool = new Pool(url.origin, {
      connections: 1,
      connect: connectorOf({
        connectMs: CONNECT_MS,
        lookup: this.isTrusted(url) ? undefined : checkedLookup(this.rules.names),
        tls: async () => ({ ca: this.bundle, cert: undefined, key: undefined }),
        proxy: this.tunnels.to(url),
      }),
      maxResponseSize: LONGEST_ANSWER,
    });
    try {
      const { statusCode, body: answer } = await pool.request({
        method: 'POST',
        path: url.pathname + url.search,
        headers: {
          'content-type': 'application/json',
          'user-agent': 'radiant-webhook',
          'x-radiant-event-id': id,
          'x-radiant-signature': signature(secret, timestamp, body),
        },
        body,
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      await answer.dump({ limit: LONGEST_ANSWER }).catch(() => undefined);
      return statusCode;
    } catch {
      return undefined; // whatever it is, nothing of it is said: it may quote the address
    } finally {
      await pool.destroy();
    }
  }

  private allowed(address: string): URL | undefined {
    if (address.length > LONGEST_URL || !URL.canParse(address)) return undefined;
    const url = new URL(address);
    if (url.username !== '' || url.password !== '' || url.hash !== '') return undefined;
    if (this.isTrusted(url)) return url.protocol === 'http:' || url.protocol === 'https:' ? url : undefined;
    return url.protocol === 'https:' && !isForbiddenHost(url.hostname) ? url : undefined;
  }

  private isTrusted({ origin, hostname }: URL): boolean {
    const { allowedOrigins = [], allowLoopback = false } = this.rules;
    return allowedOrigins.includes(origin) || (allowLoopback && LOOPBACK.test(hostname));
  }
}

/** `t=<seconds>,v1=<HMAC-SHA256 of "<seconds>.<body>" in hex>`. */
const signature = (secret: string, timestamp: number, body: string): string =>
  `t=${timestamp},v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;

const refused = (): DomainError =>
  new DomainError(
    'validation_error',
    'url must be an https address that can be found outside of private networks, without credentials',
    { field: 'url' },
  );
