import type { Clock } from '@radiant/kernel';
import type { IdempotentReplies, KeptReply } from '../ports/idempotent-replies.js';
import type { IdempotentCall } from './idempotent-call.js';

/** Keeps the reply to a call under a key, for whoever repeats it. */
export class KeepReply {
  constructor(
    private readonly replies: IdempotentReplies,
    private readonly clock: Clock,
  ) {}

  /**
   * Of calls that were billed, and of no others: the key of what cost nothing is free. Never fails: the caller gets his
   * reply all the same, and who repeats the call is refused rather than billed twice.
   * @param reply undefined when it did not become whole.
   */
  async execute(call: IdempotentCall, reply: KeptReply | undefined): Promise<void> {
    const { standing } = call;
    if (!standing) return;
    const done =
      reply && call.isBilled ? this.replies.keep(standing, reply) : this.replies.giveUp(standing, this.clock.now());
    await done.catch(() => undefined);
  }
}
