import { EventEmitter } from 'node:events';
import { ModelProvider, type UpstreamCall, type UpstreamSecrets } from '@radiant/inference';
import { DomainError } from '@radiant/kernel';
import type { Provider } from '@radiant/registry';
import type { Dispatcher } from 'undici';
import { TextStream } from './text-stream.js';
import { connectionFailure, statusFailure } from './upstream-failure.js';
import { keyHeader } from './upstream-key.js';
import { Upstreams, type Upstream, type UpstreamRules } from './upstreams.js';

/** The one outbound HTTP client: a connection pool per provider, no redirects, no upstream text in any failure. */
export class UndiciModelProvider extends ModelProvider {
  private readonly upstreams: Upstreams;
  private readonly totalMs: number;

  constructor(
    rules: UpstreamRules,
    private readonly secrets: UpstreamSecrets,
  ) {
    super();
    this.upstreams = new Upstreams(rules, secrets);
    this.totalMs = rules.deadlines.totalMs;
  }

  async complete(call: UpstreamCall): Promise<string> {
    const exchange = new UpstreamExchange(call.signal, this.totalMs);
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
    const exchange = new UpstreamExchange(call.signal, this.totalMs);
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

  async ping(provider: Provider, deadlineMs: number): Promise<void> {
    try {
      await pinged(this.upstreams.of(provider), deadlineMs);
    } catch (error) {
      throw connectionFailure(error);
    }
  }

  /** As `ping`, of the default upstream. */
  async pingDefault(deadlineMs: number): Promise<void> {
    await pinged(this.upstreams.default, deadlineMs);
  }

  /** Closes every connection once the calls on it have ended. */
  close(): Promise<void> {
    return this.upstreams.close();
  }

  private async send(call: UpstreamCall, accept: string, signal: UpstreamExchange): Promise<Dispatcher.ResponseData> {
    const upstream = this.upstreams.of(call.provider);
    const key = upstream.key && (await this.secrets.read(upstream.key.reference));
    const response = await request(upstream, call, accept, key, signal);
    if (response.statusCode === 401 && upstream.key) {
      const newer = await this.secrets.renew(upstream.key.reference);
      if (newer !== key) {
        discard(response);
        return answered(await request(upstream, call, accept, newer, signal));
      }
    }
    return answered(response);
  }
}

/**
 * Any answer will do that is not the server's own failure: few have an address for this, and one without a key may be
 * refused.
 */
async function pinged({ pool, prefix, headers }: Upstream, deadlineMs: number): Promise<void> {
  const { body, statusCode } = await pool.request({
    method: 'GET',
    path: `${prefix}/health`,
    headers,
    signal: AbortSignal.timeout(deadlineMs),
  });
  await body.dump();
  if (statusCode >= 500) throw statusFailure(statusCode, undefined);
}

function request(
  { pool, prefix, headers, key: header }: Upstream,
  { path, body }: UpstreamCall,
  accept: string,
  key: string | undefined,
  signal: UpstreamExchange,
): Promise<Dispatcher.ResponseData> {
  return pool.request({
    method: 'POST',
    path: prefix + path,
    headers: {
      'content-type': 'application/json',
      accept,
      ...headers,
      ...(header && key !== undefined && { [header.name]: keyHeader(header.bearer, key) }),
    },
    body: ownBytes(body),
    signal,
  });
}

/** undici holds them until the answer has ended; of a text it would make a slice of 8 KB that it shares with others. */
function ownBytes(text: string): Buffer {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
  bytes.write(text);
  return bytes;
}

/** @throws DomainError for a status that is not 2xx. */
function answered(response: Dispatcher.ResponseData): Dispatcher.ResponseData {
  if (response.statusCode >= 200 && response.statusCode < 300) return response;
  const retryAfter = response.headers['retry-after'];
  discard(response);
  throw statusFailure(response.statusCode, typeof retryAfter === 'string' ? retryAfter : undefined);
}

const discard = ({ body }: Dispatcher.ResponseData): void => void body.on('error', () => undefined).destroy();

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
