import { DomainError } from '@radiant/kernel';
import { SecondOpinion, type PhiCategory, type PhiMatch } from '@radiant/phi';
import { Pool } from 'undici';
import { JoinedTexts } from '../joined-texts.js';
import { CodePoints } from './code-points.js';
import { categoryOf } from './entities.js';

/** UTF-16 units of one request: what a model of a language reads in a moment. */
const MOST_UNITS = 32_768;
const MOST_CONNECTIONS = 8;
/** Of one detection at a time. */
const MOST_OF_ONE = 4;
/** More requests than this at once, waiting ones included, would only all be late. */
const MOST_REQUESTS = 64;
const LONGEST_ANSWER = 16 * 1024 * 1024;
/** What Presidio is less sure of than this is mostly nothing. */
const LEAST_SCORE = 0.5;

export interface PresidioOptions {
  /** Of the analyzer, without `/analyze`. */
  readonly url: string;
  /** For all the texts of one detection, in ms. */
  readonly deadlineMs: number;
  /** Of the texts, e.g. `en`. */
  readonly language: string;
}

/** A Presidio analyzer over HTTP (`POST /analyze`). Redirects are not followed, and nothing of an answer is repeated. */
export class PresidioSecondOpinion extends SecondOpinion {
  readonly version: string;
  private readonly pool: Pool;
  private readonly path: string;
  private requests = 0;

  constructor(private readonly options: PresidioOptions) {
    super();
    const { origin, pathname } = new URL(options.url);
    this.version = `presidio-${options.language}`;
    this.path = `${pathname.replace(/\/$/, '')}/analyze`;
    this.pool = new Pool(origin, {
      connections: MOST_CONNECTIONS,
      pipelining: 1,
      connect: { timeout: options.deadlineMs },
      maxResponseSize: LONGEST_ANSWER,
    });
  }

  async detect(
    texts: readonly string[],
    categories: ReadonlySet<PhiCategory>,
  ): Promise<readonly (readonly PhiMatch[])[]> {
    const found = texts.map((): PhiMatch[] => []);
    const deadline = AbortSignal.timeout(this.options.deadlineMs);
    const waiting = JoinedTexts.of(texts, MOST_UNITS).values();
    const readOn = async (): Promise<void> => {
      for (const joined of waiting) {
        for (const { text, ...match } of matchesIn(joined, await this.analyze(joined.text, deadline))) {
          if (categories.has(match.category)) found[text]?.push(match);
        }
      }
    };
    await Promise.all(Array.from({ length: MOST_OF_ONE }, readOn));
    return found;
  }

  /** Closes every connection once the requests on it have ended. */
  async close(): Promise<void> {
    await this.pool.close();
  }

  private async analyze(text: string, signal: AbortSignal): Promise<unknown> {
    if (this.requests >= MOST_REQUESTS) throw unavailable();
    this.requests += 1;
    try {
      const { statusCode, body } = await this.pool.request({
        method: 'POST',
        path: this.path,
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ text, language: this.options.language, score_threshold: LEAST_SCORE }),
        signal,
      });
      if (statusCode === 200) return await body.json();
      await body.dump();
    } catch {
      // the failure may quote an address or the answer: nothing of it is kept
    } finally {
      this.requests -= 1;
    }
    throw unavailable();
  }
}

const unavailable = (): DomainError => new DomainError('service_unavailable', 'the second opinion is not available');

type Placed = PhiMatch & { readonly text: number };

/** @throws DomainError `service_unavailable` for an answer of another form. */
function matchesIn(joined: JoinedTexts, answer: unknown): readonly Placed[] {
  if (!Array.isArray(answer)) throw unavailable();
  const places = new CodePoints(joined.text);
  return answer.flatMap((result: unknown): readonly Placed[] => {
    const { entity_type: entity, start: first, end: last, score } = fieldsOf(result);
    if (typeof entity !== 'string' || typeof first !== 'number' || typeof last !== 'number') throw unavailable();
    const [start, end] = [places.unitOf(first), places.unitOf(last)];
    if (start === undefined || end === undefined || start >= end) throw unavailable();
    const category = categoryOf(entity, joined.text.slice(start, end));
    if (category === undefined) return [];
    const confidence = typeof score === 'number' ? Math.min(1, Math.max(0, score)) : LEAST_SCORE;
    return joined
      .stretches(start, end)
      .map((stretch) => ({ ...stretch, category, confidence, rule: `presidio.${category.toLowerCase()}` }));
  });
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
