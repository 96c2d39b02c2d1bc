import { randomUUID } from 'node:crypto';
import { Pool } from 'undici';
import { patientOf, verdictOn, type Patient, type Verdict } from './patient.js';

const LONGEST_MS = 11 * 60_000;
/** One stream of so many is part of a session of its own. */
const SESSION_EVERY = 8;
const USERS = 1_000;
const LAST_WORDS = 150;

/** What one caller reads of its stream. */
export interface Reading {
  readonly verdict: Verdict;
  readonly requestId: string | undefined;
  /** What was wrong, in a few words; of lost streams. */
  readonly reason: string;
}

/** Callers of many tenants, each with a stream of its own. */
export class Readers {
  private readonly pools: readonly Pool[];

  constructor(
    urls: readonly string[],
    private readonly apiKeys: readonly string[],
  ) {
    this.pools = urls.map((url) => new Pool(url, { headersTimeout: LONGEST_MS, bodyTimeout: LONGEST_MS }));
  }

  /** @param onOpen told once, when the reply has begun or never will. */
  async read(number: number, onOpen: (isOpen: boolean) => void): Promise<Reading> {
    const patient = patientOf(number);
    let reply = '';
    let requestId: string | undefined;
    try {
      const response = await this.ask(number, patient);
      requestId = String(response.headers['x-request-id']);
      response.body.setEncoding('utf8');
      for await (const piece of response.body) {
        if (reply === '') onOpen(response.statusCode === 200);
        reply += String(piece);
      }
      const verdict = verdictOn(reply, patient);
      const reason = verdict === 'lost' ? `status ${response.statusCode}, …${reply.slice(-LAST_WORDS)}` : '';
      return { verdict, requestId, reason };
    } catch (error) {
      const verdict = verdictOn(reply, patient);
      return { verdict: verdict === 'crossed' ? verdict : 'lost', requestId, reason: String(error) };
    } finally {
      if (reply === '') onOpen(false);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.pools.map((pool) => pool.destroy()));
  }

  private ask(number: number, { prompt }: Patient) {
    const pool = this.pools[number % this.pools.length];
    if (!pool) throw new Error('there is no gateway');
    return pool.request({
      method: 'POST',
      path: '/v1/chat/completions',
      headers: {
        authorization: `Bearer ${this.apiKeys[number % this.apiKeys.length]}`,
        'content-type': 'application/json',
        ...(number % SESSION_EVERY === 0 && { 'x-radiant-session-id': randomUUID() }),
      },
      body: JSON.stringify({
        model: 'demo-chat-small',
        stream: true,
        max_tokens: 200,
        user: `user-${number % USERS}`,
        messages: [{ role: 'user', content: prompt }],
      }),
    });
  }
}
