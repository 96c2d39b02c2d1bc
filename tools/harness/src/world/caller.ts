import { Pool } from 'undici';
import type { Wish } from './upstream.js';

/** How a call looked to the one who made it. */
export interface Answered {
  /** `acknowledged`: the whole reply arrived. `refused`: an answer that is an error. `broken`: none, or a part of one. */
  readonly outcome: 'acknowledged' | 'refused' | 'broken';
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly body: string;
}

export interface CallOptions {
  readonly streamed?: boolean;
  readonly idempotencyKey?: string;
  /** The caller leaves after so many words of a stream. */
  readonly leaveAfter?: number;
  /** Told when he leaves. */
  readonly onLeave?: () => void;
}

/** An application that calls one replica. */
export class Caller {
  private readonly pool: Pool;

  constructor(
    url: string,
    private readonly apiKey: string,
  ) {
    this.pool = new Pool(url, { connections: 256, headersTimeout: 120_000, bodyTimeout: 120_000 });
  }

  /** Never rejects. */
  async call(wish: Wish, options: CallOptions = {}): Promise<Answered> {
    const { streamed = false, idempotencyKey, leaveAfter, onLeave } = options;
    const leaving = new AbortController();
    let body = '';
    let status: number | undefined;
    let requestId: string | undefined;
    const unless = (): Answered => ({ outcome: 'broken', status, requestId, body });
    try {
      const response = await this.pool.request({
        method: 'POST',
        path: '/v1/chat/completions',
        signal: leaving.signal,
        headers: {
          authorization: `Bearer ${this.apiKey}`,
          'content-type': 'application/json',
          ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
        },
        body: JSON.stringify({
          model: 'demo-chat-small',
          stream: streamed,
          max_tokens: wish.words,
          messages: [{ role: 'user', content: JSON.stringify(wish) }],
        }),
      });
      status = response.statusCode;
      requestId = String(response.headers['x-request-id']);
      for await (const piece of response.body) {
        body += String(piece);
        if (leaveAfter !== undefined && wordsOf(body) >= leaveAfter) {
          onLeave?.();
          leaving.abort();
          return unless();
        }
      }
      const whole = !streamed || (body.endsWith('data: [DONE]\n\n') && !body.includes('"error"'));
      if (status !== 200) return { outcome: 'refused', status, requestId, body };
      return whole ? { outcome: 'acknowledged', status, requestId, body } : unless();
    } catch {
      return unless();
    }
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }
}

/** Words in the events of a stream. */
export const wordsOf = (body: string): number => body.split('"content":" hello"').length - 1;
