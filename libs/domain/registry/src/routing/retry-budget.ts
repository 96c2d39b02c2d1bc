/** One retry for this many calls, so that a provider in trouble is not given much more of it. */
const CALLS_A_RETRY = 10;
/** Calls without a retry that are remembered: what a long quiet time may save up is ten retries. */
const MOST_SAVED = 100;

/** Of one process. At no time has it made more retries than a tenth of its calls. */
export class RetryBudget {
  private saved = 0;

  /** A call begins. */
  called(): void {
    this.saved = Math.min(MOST_SAVED, this.saved + 1);
  }

  /** @returns whether one more retry may be made now, and then counts it. */
  take(): boolean {
    if (this.saved < CALLS_A_RETRY) return false;
    this.saved -= CALLS_A_RETRY;
    return true;
  }
}
