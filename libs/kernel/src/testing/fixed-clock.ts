import { Clock, type Instant } from '../ports/clock.js';

/** A clock that stands until a test moves it. */
export class FixedClock extends Clock {
  constructor(private instant: Instant = Date.UTC(2026, 0, 15, 12)) {
    super();
  }

  now(): Instant {
    return this.instant;
  }

  elapsed(): number {
    return this.instant;
  }

  /** @param milliseconds how far the present moves. */
  advance(milliseconds: number): void {
    this.instant += milliseconds;
  }
}
