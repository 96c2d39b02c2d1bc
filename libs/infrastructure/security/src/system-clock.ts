import { Clock, type Instant } from '@radiant/kernel';

/** The machine's clocks. */
export class SystemClock extends Clock {
  now(): Instant {
    return Date.now();
  }

  elapsed(): number {
    return performance.now();
  }
}
