import { StringDecoder } from 'node:string_decoder';
import { ModelProvider, type UpstreamCall } from '@radiant/inference';
import { DomainError } from '@radiant/kernel';
import { Pool, type Dispatcher } from 'undici';
import type { Deadlines } from './deadlines.js';
import { connectionFailure, statusFailure } from './upstream-failure.js';

/** Bytes of one answer; far above what a model writes, far below what would hurt. */
const LONGEST_ANSWER = 64 * 1024 * 1024;

export interface UndiciModelProviderOptions {
  /** Where calls without an address of their own go, without `/v1`. */
  readonly defaultBaseUrl: string;
  readonly deadlines: Deadlines;
}

/** The one outbound HTTP client: a connection pool per origin, no redirects, no upstream text in any failure. */
export class UndiciModelProvider extends ModelProvider {
  private readonly pools = new Map<string, Pool>();

  constructor(private readonly options: UndiciModelProviderOptions) {
    super();
  }

  async complete(call: UpstreamCall): Promise<string> {
    const exchange = new UpstreamExchange(call.signal, this.options.deadlines.totalMs);
    try {
      const response = await this.send(call, 'application/json', exchange.signal);
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
      const response = await this.send(call, 'text/event-stream', exchange.signal);
      return readText(response.body, exchange);
    } catch (error) {
      exchange.end();
      throw exchange.failure(error);
    }
  }

  /** Whether the default upstream answers at all. @param deadlineMs how long it may take. */
  async ping(deadlineMs: number): Promise<void> {
    const base = new URL(this.options.defaultBaseUrl);
    const { body, statusCode } = await this.pool(base).request({
      method: 'GET',
      path: `${base.pathname.replace(/\/$/, '')}/health`,
      signal: AbortSignal.timeout(deadlineMs),
    });
    await body.dump();
    if (statusCode >= 500) throw statusFailure(statusCode, undefined);
  }

  /** Closes every connection once the calls on it have ended. */
  async close(): Promise<void> {
    await Promise.all([...this.pools.values()].map((pool) => pool.close()));
  }

  private async send(call: UpstreamCall, accept: string, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    const base = new URL(call.baseUrl ?? this.options.defaultBaseUrl);
    const response = await this.pool(base).request({
      method: 'POST',
      path: base.pathname.replace(/\/$/, '') + call.path,
      headers: { 'content-type': 'application/json', accept },
      body: call.body,
      signal,
    });
    if (response.statusCode >= 200 && response.statusCode < 300) return response;
    const retryAfter = response.headers['retry-after'];
    response.body.on('error', () => undefined).destroy();
    throw statusFailure(response.statusCode, typeof retryAfter === 'string' ? retryAfter : undefined);
  }

  private pool(base: URL): Pool {
    let pool = this.pools.get(base.origin);
    if (!pool) {
      const { connectMs, firstByteMs, idleMs } = this.options.deadlines;
      pool = new Pool(base.origin, {
        connect: { timeout: connectMs },
        headersTimeout: firstByteMs,
        bodyTimeout: idleMs,
        maxResponseSize: LONGEST_ANSWER,
        keepAliveTimeout: 30_000,
        pipelining: 1,
      });
      this.pools.set(base.origin, pool);
    }
    return pool;
  }
}

/** The life of one call: ends it when its caller goes away or its time is up, and knows which of the two it was. */
class UpstreamExchange {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private timedOut = false;
  private readonly leave = (): void => this.controller.abort();

  constructor(
    private readonly caller: AbortSignal,
    totalMs: number,
  ) {
    if (caller.aborted) this.leave();
    else caller.addEventListener('abort', this.leave, { once: true });
    this.timer = setTimeout(() => {
      this.timedOut = true;
      this.leave();
    }, totalMs);
    this.timer.unref();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
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

/** Leaving the loop destroys the body, which closes the connection. */
async function* readText(body: AsyncIterable<Buffer>, exchange: UpstreamExchange): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8'); // a character may be cut by the network
  try {
    for await (const bytes of body) {
      const text = decoder.write(bytes);
      if (text !== '') yield text;
    }
    const rest = decoder.end();
    if (rest !== '') yield rest;
  } catch (error) {
    throw exchange.failure(error);
  } finally {
    exchange.end();
  }
}
