import { describe, expect, it } from '@jest/globals';
import { Clock } from '@radiant/kernel';
import { SteadyClock } from './steady-clock.js';

class SetClock extends Clock {
  constructor(
    public instant: number,
    public passed: number,
  ) {
    super();
  }
  now = (): number => this.instant;
  elapsed = (): number => this.passed;
}

describe('a steady clock', () => {
  it.each([
    ['back', -3_600_000],
    ['forward', 3_600_000],
  ])('goes on when the clock of the host is set %s', (_, byMs) => {
    const host = new SetClock(1_000_000, 70);
    const steady = new SteadyClock(host);
    expect(steady.now()).toBe(1_000_000);
    host.instant += byMs;
    host.passed += 500;
    expect(steady.now()).toBe(1_000_500);
    expect(steady.elapsed()).toBe(570);
  });
});
