import { Clock, type Instant } from '@radiant/kernel';

/** What another clock showed when this one was made, and what has passed since: it does not jump when that one is set. */
export class SteadyClock extends Clock {
  private readonly begun: Instant;

  constructor(private readonly clock: Clock) {
    super();
    this.begun = clock.now() - clock.elapsed();
  }

  now(): Instant {
    return this.begun + this.elapsed();
  }

  elapsed(): number {
    return this.clock.elapsed();
  }
}
