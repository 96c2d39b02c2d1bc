import { TokenCounter } from '@radiant/billing';
import { AnswerThread } from './answer-thread.js';
import type { CountingRequest } from './messages.js';

/** Long enough for the largest body that is taken; a count that is not there by then is made in place. */
const DEADLINE_MS = 30_000;
/** As many streams may be cut at once. */
const MOST_WAITING = 1_000;

/**
 * Counts in a worker thread: long texts take a while, and loading the tables takes longer than a stream may be held up.
 * What the thread does not answer is counted in place: a call must be billed whatever becomes of it.
 */
export class WorkerTokenCounter extends TokenCounter {
  private readonly thread: AnswerThread<CountingRequest, number>;
  private lastId = 0;

  /** @param entry the file of the worker, which calls `serveCounting` with a counter like `inPlace`. */
  constructor(
    private readonly inPlace: TokenCounter,
    entry: URL,
    deadlineMs = DEADLINE_MS,
  ) {
    super();
    this.thread = new AnswerThread('token counting', entry, deadlineMs);
  }

  async count(texts: readonly string[]): Promise<number> {
    if (texts.every((text) => text === '')) return 0;
    if (this.thread.load >= MOST_WAITING) return this.inPlace.count(texts);
    this.lastId += 1;
    return this.thread.ask({ id: this.lastId, texts }).catch(() => this.inPlace.count(texts));
  }

  /** Stops the thread; what waits for it is counted in place. */
  close(): Promise<void> {
    return this.thread.close();
  }
}
