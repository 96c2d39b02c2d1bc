import { Money } from '@radiant/kernel';
import type { Correction } from './correction.js';

/** What corrections come to; sums are of the calls that they change. */
export interface CorrectionFigures {
  /** That are changed. */
  readonly calls: number;
  /** That come to the same again. */
  readonly unchanged: number;
  /** Billed as reserved and so left out: such a call is corrected by itself, with what it used. */
  readonly estimates: number;
  readonly costBefore: Money;
  readonly costAfter: Money;
  readonly billedBefore: Money;
  readonly billedAfter: Money;
}

/** Adds corrections up, one after the other. */
export class CorrectionTally {
  private calls = 0;
  private unchanged = 0;
  private estimates = 0;
  private costBefore = Money.zero;
  private costAfter = Money.zero;
  private billedBefore = Money.zero;
  private billedAfter = Money.zero;

  /** @param correction undefined for a call that comes to the same. */
  add(correction: Correction | undefined): void {
    if (!correction) {
      this.unchanged += 1;
      return;
    }
    const { before, after } = correction;
    this.calls += 1;
    this.costBefore = this.costBefore.plus(before.cost);
    this.costAfter = this.costAfter.plus(after.cost);
    this.billedBefore = this.billedBefore.plus(before.billedAmount);
    this.billedAfter = this.billedAfter.plus(after.billedAmount);
  }

  leaveOut(): void {
    this.estimates += 1;
  }

  figures(): CorrectionFigures {
    return {
      calls: this.calls,
      unchanged: this.unchanged,
      estimates: this.estimates,
      costBefore: this.costBefore,
      costAfter: this.costAfter,
      billedBefore: this.billedBefore,
      billedAfter: this.billedAfter,
    };
  }
}
