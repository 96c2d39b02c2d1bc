import { DomainError } from './errors.js';

interface Waiting<Item> {
  readonly item: Item;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export interface GroupCommitOptions {
  /** The most items one write carries. */
  readonly maxBatch: number;
  /** How many writes may be under way at once. All but the first start only for a full batch. */
  readonly writers: number;
  /** Beyond this number of waiting items `add` refuses. */
  readonly maxWaiting: number;
  /**
   * For writes whose cost is mostly per call: resolves after a short while. Waited for before a write only under load,
   * that is after a write that carried several items, so that a lone item still waits for nothing.
   */
  readonly linger?: () => Promise<unknown>;
  /**
   * For items that nobody waits for: called when a write begins, and the next one begins when it resolves, unless it is a
   * full batch. So a lone item is written at once, and however many come, they cost so many writes a second at most.
   */
  readonly spacing?: () => Promise<unknown>;
}

/** A write of this many items says that more are coming. */
const UNDER_LOAD = 3;

/**
 * Turns many single writes into few batches: what arrives while a write is under way goes out with the next.
 * No timer: an idle writer starts at once, so a lone item waits for nothing.
 */
export class GroupCommit<Item> {
  private waiting: Waiting<Item>[] = [];
  private busy = 0;
  private scheduled = false;
  private lastBatch = 0;
  /** Until the next write may begin; undefined: it may. */
  private spaced: Promise<void> | undefined;
  private idle: (() => void)[] = [];

  constructor(
    private readonly options: GroupCommitOptions,
    private readonly write: (batch: readonly Item[]) => Promise<void>,
  ) {}

  /**
   * Resolves when the batch holding `item` is written; rejects with what the write threw.
   * @throws DomainError `service_unavailable` when too much is waiting already.
   */
  add(item: Item): Promise<void> {
    if (this.waiting.length >= this.options.maxWaiting) {
      return Promise.reject(
        new DomainError('service_unavailable', 'the store is not keeping up', { retryAfterSeconds: 1 }),
      );
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      this.schedule();
    });
  }

  /** Resolves when everything added so far has been written or refused. */
  async drained(): Promise<void> {
    while (this.waiting.length > 0 || this.busy > 0) {
      await new Promise<void>((resolve) => this.idle.push(resolve));
    }
  }

  /** One turn of the microtask queue lets the items of the same event-loop turn share a batch. */
  private schedule(): void {
    if (this.scheduled || !this.mayWrite()) return;
    this.scheduled = true;
    const flush = (): void => {
      this.scheduled = false;
      void this.flush();
    };
    const company = this.company();
    if (company) void company.then(flush, flush);
    else queueMicrotask(flush);
  }

  /** What is waited for so that a batch becomes larger; undefined: nothing. */
  private company(): Promise<unknown> | undefined {
    const { linger, maxBatch } = this.options;
    if (this.waiting.length >= maxBatch) return undefined;
    if (this.spaced) return this.spaced;
    return linger && this.lastBatch >= UNDER_LOAD ? linger() : undefined;
  }

  private space(): void {
    const over = (): void => {
      if (this.spaced === spaced) this.spaced = undefined;
    };
    const spaced = this.options.spacing?.().then(over, over);
    this.spaced = spaced;
  }

  /** A second write beside a running one pays only when it is full; otherwise waiting makes one larger batch. */
  private mayWrite(): boolean {
    const { writers, maxBatch } = this.options;
    return this.busy === 0 || (this.busy < writers && this.waiting.length >= maxBatch);
  }

  private async flush(): Promise<void> {
    const batch = this.waiting.splice(0, this.options.maxBatch);
    if (batch.length === 0) return;
    this.lastBatch = batch.length;
    this.busy += 1;
    this.space();
    if (this.waiting.length > 0) this.schedule();
    try {
      await this.write(batch.map((entry) => entry.item));
      for (const entry of batch) entry.resolve();
    } catch (error) {
      for (const entry of batch) entry.reject(error);
    } finally {
      this.busy -= 1;
      if (this.waiting.length > 0) this.schedule();
      else if (this.busy === 0) for (const done of this.idle.splice(0)) done();
    }
  }
}
