import { EventEmitter } from 'node:events';
import { ModelProvider, type UpstreamCall } from '@radiant/inference';
import { DomainError } from '@radiant/kernel';
import { Pool, type Dispatcher } from 'undici';
import { checkedLookup, isForbiddenHost } from './checked-lookup.js';
import type { Deadlines } from './deadlines.js';
import { TextStream } from './text-stream.js';
import { connectionFailure, statusFailure } from './upstream-failure.js';

/** Bytes of one answer; far above what a model writes, far below what would hurt. */
const LONGEST_ANSWER = 64 * 1024 * 1024;

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/;
const NOT_ALLOWED = "the provider's address is not allowed";

export interface UndiciModelProviderOptions {
  /** Where calls without an address of their own go, without `/v1`. */
  readonly defaultBaseUrl: string;
  readonly deadlines: Deadlines;
  /** Origins that an administrator may give to a provider although they are at forbidden addresses. */
  readonly allowedOrigins?: readonly string[];
  /** Whether providers may be on this machine, as they are where the gateway is tried out. */
  readonly allowLoopback?: boolean;
}

/** The one outbound HTTP client: a connection pool per origin, no redirects, no upstream text in any failure. */
export class UndiciModelProvider extends ModelProvider {
  /** By address as it is written in the registry. */
  private readonly upstreams = new Map<string, Upstream>();

  constructor(private readonly options: UndiciModelProviderOptions) {
    super();
  }

  async complete(call: UpstreamCall): Promise<string> {
    const exchange = new UpstreamExchange(call.signal, this.options.deadlines.totalMs);
    try {
      const response = await this.send(call, 'application/json', exchange);
      return await response.body.text();
    } catch (error) {
      throw exchange.failure(error);
    } finally {
      exchange.end();
    }
  }

  async stream(call: UpstreamCall): Promise<AsyncIterable<string>> {
    const exchange = new UpstreamExchange(call.signal, this.options.deadlines.totalMs);
    try {
      const response = await this.send(call, 'text/event-stream', exchange);
      return new TextStream(
        response.body,
        (error) => exchange.failure(error),
        () => exchange.end(),
      );
    } catch (error) {
      exchange.end();
      throw exchange.failure(error);
    }
  }

  /** Whether the default upstream answers at all. @param deadlineMs how long it may take. */
  async ping(deadlineMs: number): Promise<void> {
    const { pool, prefix } = this.upstream(this.options.defaultBaseUrl);
    const { body, statusCode } = await pool.request({
      method: 'GET',
      path: `${prefix}/health`,
      signal: AbortSignal.timeout(deadlineMs),
    });
    await body.dump();
    if (statusCode >= 500) throw statusFailure(statusCode, undefined);
  }

  /** Closes every connection once the calls on it have ended. */
  async close(): Promise<void> {
    await Promise.all([...this.upstreams.values()].map(({ pool }) => pool.close()));
  }

  private async send(call: UpstreamCall, accept: string, signal: UpstreamExchange): Promise<Dispatcher.ResponseData> {
    const { pool, prefix } = this.upstream(call.provider.baseUrl ?? this.options.defaultBaseUrl);
    const response = await pool.request({
      method: 'POST',
      path: prefix + call.path,
      headers: { 'content-type': 'application/json', accept },
      body: call.body,
      signal,
    });
    if (response.statusCode >= 200 && response.statusCode < 300) return response;
    const retryAfter = response.headers['retry-after'];
    response.body.on('error', () => undefined).destroy();
    throw statusFailure(response.statusCode, typeof retryAfter === 'string' ? retryAfter : undefined);
  }

  /** The environment's own address is the operator's word; an address of the registry may be anywhere but within. */
  private isTrusted(baseUrl: string, { origin, hostname }: URL): boolean {
    const { defaultBaseUrl, allowedOrigins = [], allowLoopback = false } = this.options;
    return baseUrl === defaultBaseUrl || allowedOrigins.includes(origin) || (allowLoopback && LOOPBACK.test(hostname));
  }

  private upstream(baseUrl: string): Upstream {
    const known = this.upstreams.get(baseUrl);
    if (known) return known;
    const url = new URL(baseUrl);
    const { origin, pathname } = url;
    const { connectMs, firstByteMs, idleMs } = this.options.deadlines;
    const guarded = !this.isTrusted(baseUrl, url);
    if (guarded && isForbiddenHost(url.hostname)) throw new DomainError('provider_error', NOT_ALLOWED);
    const pool = new Pool(origin, {
      connect: { timeout: connectMs, ...(guarded && { lookup: checkedLookup() }) },
      headersTimeout: firstByteMs,
      bodyTimeout: idleMs,
      maxResponseSize: LONGEST_ANSWER,
      keepAliveTimeout: 30_000,
      pipelining: 1,
    });
    const upstream = { pool, prefix: pathname.replace(/\/$/, '') };
    this.upstreams.set(baseUrl, upstream);
    return upstream;
  }
}

interface Upstream {
  readonly pool: Pool;
  /** Path before `/v1`, without a slash at its end. */
  readonly prefix: string;
}

/**
 * The life of one call: ends it when its caller goes away or its time is up, and knows which of the two it was. An
 * emitter of `abort`, which undici takes as well as an AbortSignal and which costs a tenth.
 */
class UpstreamExchange extends EventEmitter {
  private readonly timer: NodeJS.Timeout;
  private timedOut = false;
  private readonly leave = (): void => void this.emit('abort');

  constructor(
    private readonly caller: AbortSignal,
    totalMs: number,
  ) {
    super();
    caller.addEventListener('abort', this.leave, { once: true });
    this.timer = setTimeout(() => {
      this.timedOut = true;
      this.leave();
    }, totalMs);
    this.timer.unref();
  }

  /** Whether it ended before it began. */
  get aborted(): boolean {
    return this.caller.aborted;
  }

  failure(error: unknown): DomainError {
    if (this.timedOut) return new DomainError('provider_timeout', 'the provider took too long');
    return connectionFailure(error);
  }

  end(): void {
    clearTimeout(this.timer);
    this.caller.removeEventListener('abort', this.leave);
  }
}
