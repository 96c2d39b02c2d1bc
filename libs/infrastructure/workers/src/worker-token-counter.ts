import { TokenCounter } from '@radiant/billing';
import { AnswerThread } from './answer-thread.js';
import type { CountingRequest } from './messages.js';
import { LARGE_TEXT } from './worker-phi-detector.js';

/** Long enough for the largest body that is taken; a count that is not there by then is made in place. */
const DEADLINE_MS = 30_000;
const MOST_WAITING = 32;

/**
 * Counts ordinary texts in place and long ones in a worker thread, so that they hold nobody else up. What the thread does
 * not answer is counted in place: a call must be billed whatever becomes of it.
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
    const length = texts.reduce((sum, text) => sum + text.length, 0);
    if (length <= LARGE_TEXT || this.thread.load >= MOST_WAITING) return this.inPlace.count(texts);
    this.lastId += 1;
    return this.thread.ask({ id: this.lastId, texts }).catch(() => this.inPlace.count(texts));
  }

  /** Stops the thread; what waits for it is counted in place. */
  close(): Promise<void> {
    return this.thread.close();
  }
}
