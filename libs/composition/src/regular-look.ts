import type { Clock } from '@radiant/kernel';

/** Something that is looked at from time to time, and at once when there is a reason. */
export class RegularLook {
  private lookedAt = -Infinity;

  /** @param everyMs without a reason, at the most so often. */
  constructor(
    private readonly clock: Clock,
    private readonly everyMs: number,
  ) {}

  /** Does `work` when it is time or `urgent`. After one that failed it is time. @throws what `work` throws. */
  async look(urgent: boolean, work: () => Promise<void>): Promise<void> {
    if (!urgent && this.clock.elapsed() - this.lookedAt < this.everyMs) return;
    this.lookedAt = -Infinity;
    await work();
    this.lookedAt = this.clock.elapsed();
  }
}
