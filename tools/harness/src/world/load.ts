import { setTimeout as pause } from 'node:timers/promises';
import type { Answered, Caller, CallOptions } from './caller.js';
import type { Wish } from './upstream.js';

const AFTER_FAILURE_MS = 50;

export interface LoadOptions {
  readonly callers: readonly Caller[];
  /** Calls under way at once. */
  readonly workers: number;
  /** The call of a number, from 0 on. */
  readonly next: (number: number) => { readonly wish: Wish; readonly options?: CallOptions };
}

/** Calls without pause until it is stopped; after a failure the next caller is taken. */
export class Load {
  /** Request ids of calls whose whole reply arrived. */
  readonly acknowledged = new Set<string>();
  refused = 0;
  /** Of those that were refused. */
  readonly statuses = new Set<number | undefined>();
  broken = 0;
  private number = 0;
  private stopped = false;
  private readonly running: Promise<void>[];

  constructor(private readonly options: LoadOptions) {
    this.running = Array.from({ length: options.workers }, (_, place) => this.work(place));
  }

  /** Lets what is under way end. */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.running);
  }

  /** Resolves when so many calls were acknowledged. */
  async reached(count: number): Promise<void> {
    while (this.acknowledged.size < count) await pause(AFTER_FAILURE_MS);
  }

  private async work(place: number): Promise<void> {
    const { callers, next } = this.options;
    for (let turn = place; !this.stopped;) {
      const number = this.number;
      this.number += 1;
      const { wish, options } = next(number);
      const answered = await callers[turn % callers.length]?.call(wish, options);
      if (answered) this.note(answered);
      if (answered?.outcome === 'acknowledged') continue;
      turn += 1;
      await pause(AFTER_FAILURE_MS);
    }
  }

  private note({ outcome, requestId, status }: Answered): void {
    if (outcome === 'acknowledged' && requestId !== undefined) this.acknowledged.add(requestId);
    else if (outcome === 'broken') this.broken += 1;
    else {
      this.refused += 1;
      this.statuses.add(status);
    }
  }
}
