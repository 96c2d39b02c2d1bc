import { setImmediate } from 'node:timers/promises';
import { PhiDetector, type PhiCategory, type PhiMatch, type PhiSensitivity } from '@radiant/phi';
import { AnswerThread, unavailable } from './answer-thread.js';
import type { DetectionRequest } from './messages.js';
import { unpacked, type PackedMatches } from './packed-matches.js';

export interface WorkerLimits {
  /** Threads at most. */
  readonly threads: number;
  /** Requests that may wait for them; any more are refused. */
  readonly waiting: number;
  /** Milliseconds that a request may take, waiting included. */
  readonly deadlineMs: number;
}

export const DEFAULT_WORKER_LIMITS: WorkerLimits = { threads: 2, waiting: 32, deadlineMs: 30_000 };

/** UTF-16 units of all texts of a call; what is longer goes to a thread. */
export const LARGE_TEXT = 65_536;

/** Reads ordinary texts in place and long ones in a worker thread, so that they hold nobody else up. */
export class WorkerPhiDetector extends PhiDetector {
  readonly version: string;
  private readonly threads: readonly AnswerThread<DetectionRequest, PackedMatches>[];
  private lastId = 0;

  /** @param entry the file of the worker, which calls `serveDetection` with a detector like `inPlace`. */
  constructor(
    private readonly inPlace: PhiDetector,
    entry: URL,
    private readonly limits: WorkerLimits = DEFAULT_WORKER_LIMITS,
  ) {
    super();
    this.version = inPlace.version;
    this.threads = Array.from(
      { length: limits.threads },
      () => new AnswerThread('PHI detection', entry, limits.deadlineMs),
    );
  }

  /** @throws DomainError `payload_too_large`; `service_unavailable` when a long text can't be read: nothing passes unseen. */
  async detect(
    texts: readonly string[],
    categories: ReadonlySet<PhiCategory>,
    sensitivity?: PhiSensitivity,
  ): Promise<readonly (readonly PhiMatch[])[]> {
    const length = texts.reduce((sum, text) => sum + text.length, 0);
    if (length <= LARGE_TEXT) return this.inPlace.detect(texts, categories, sensitivity);
    const load = this.threads.reduce((sum, thread) => sum + thread.load, 0);
    const idlest = this.threads.toSorted((a, b) => a.load - b.load)[0];
    if (!idlest || load >= this.limits.waiting + this.limits.threads) {
      throw unavailable('too many long texts are being searched at once');
    }
    this.lastId += 1;
    const answer = await idlest.ask({ id: this.lastId, texts, categories: [...categories], sensitivity });
    return unpacked(answer, () => setImmediate());
  }

  /** Stops the threads; calls that wait for them are refused. */
  async close(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.close()));
  }
}
