import type { Clock } from '@radiant/kernel';
import type { IdempotentReplies, KeptReply } from '../ports/idempotent-replies.js';
import type { Pause } from '../ports/pause.js';
import type { IdempotentCall } from './idempotent-call.js';

/** In ms, before each further attempt: a busy store is given time, and a caller does not wait for a dead one. */
const PAUSES = [100, 400, 1_600];

/** Keeps the reply to a call under a key, for whoever repeats it. */
export class KeepReply {
  constructor(
    private readonly replies: IdempotentReplies,
    private readonly clock: Clock,
    private readonly pause: Pause,
  ) {}

  /**
   * Of calls that were billed, and of no others: the key of what cost nothing is free. Never fails: when the store takes
   * it in none of four attempts, the caller gets his reply all the same, and who repeats the call is refused rather than
   * billed twice.
   * @param reply undefined when it did not become whole.
   */
  async execute(call: IdempotentCall, reply: KeptReply | undefined): Promise<void> {
    const { standing } = call;
    if (!standing) return;
    const write = (): Promise<void> =>
      reply && call.isBilled ? this.replies.keep(standing, reply) : this.replies.giveUp(standing, this.clock.now());
    if (await succeeds(write)) return;
    for (const ms of PAUSES) {
      await this.pause.wait(ms, NEVER);
      if (await succeeds(write)) return;
    }
  }
}

const NEVER = new AbortController().signal;

const succeeds = (write: () => Promise<void>): Promise<boolean> =>
  write().then(
    () => true,
    () => false,
  );
