import { describe, expect, it } from '@jest/globals';
import { FixedClock } from '@radiant/kernel/testing';
import fc from 'fast-check';
import { BREAKER_RULES, CircuitBreaker, type Passage } from './circuit-breaker.js';

const given = () => {
  const clock = new FixedClock();
  const breaker = new CircuitBreaker(() => clock.elapsed());
  const fail = (times: number): void => {
    for (let n = 0; n < times; n += 1) breaker.admit()?.failed();
  };
  return { clock, breaker, fail };
};

describe('a circuit breaker', () => {
  it('opens at the fifth failure in a row, and not before', () => {
    const { breaker, fail } = given();
    fail(4);
    breaker.admit()?.succeeded();
    fail(4);
    expect(breaker.state).toBe('closed');
    fail(1);
    expect(breaker.state).toBe('open');
    expect(breaker.admit()).toBeUndefined();
    expect(breaker.opensInMs).toBe(BREAKER_RULES.openMs);
  });

  it('opens at the tenth failure of the latest twenty calls, where every other one is answered', () => {
    const { breaker, fail } = given();
    for (let n = 0; n < 9; n += 1) {
      fail(1);
      breaker.admit()?.succeeded();
    }
    expect(breaker.state).toBe('closed');
    fail(1);
    expect(breaker.state).toBe('open');
  });

  it('lets exactly one call try after its pause, however many come', () => {
    const { clock, breaker, fail } = given();
    fail(5);
    clock.advance(BREAKER_RULES.openMs - 1);
    expect(breaker.admit()).toBeUndefined();
    clock.advance(1);
    expect(breaker.state).toBe('half_open');
    const admitted = Array.from({ length: 100 }, () => breaker.admit()).filter((passage) => passage !== undefined);
    expect(admitted).toHaveLength(1);
    admitted[0]?.answered();
    expect(breaker.state).toBe('closed');
    expect(breaker.admit()).toBeDefined();
  });

  it('opens again for as long when the one that tried fails, and lets the next one try when it said nothing', () => {
    const { clock, breaker, fail } = given();
    fail(5);
    clock.advance(BREAKER_RULES.openMs);
    breaker.admit()?.abandoned();
    const second = breaker.admit();
    expect(second).toBeDefined();
    second?.failed();
    expect(breaker.opensInMs).toBe(BREAKER_RULES.openMs);
    expect(breaker.admit()).toBeUndefined();
  });

  it('does not hear what calls say that were let through before it changed', () => {
    const { clock, breaker, fail } = given();
    const early = [breaker.admit(), breaker.admit()];
    fail(5);
    early[0]?.succeeded();
    expect(breaker.state).toBe('open');
    clock.advance(BREAKER_RULES.openMs);
    breaker.admit();
    early[1]?.failed();
    expect(breaker.state).toBe('half_open');
  });

  it('hears an answer that began and then broke off', () => {
    const { breaker } = given();
    for (let n = 0; n < 5; n += 1) {
      const passage = breaker.admit();
      passage?.answered();
      passage?.failed();
      passage?.abandoned();
    }
    expect(breaker.state).toBe('open');
  });

  it('whatever happens: never more than one call tries, and never are there ten failures in a row that it lets through', () => {
    const step = fc.oneof(
      fc.constantFrom<'admit' | keyof Passage>('admit', 'answered', 'succeeded', 'failed', 'abandoned'),
      fc.integer({ min: 1, max: BREAKER_RULES.openMs }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(step, fc.nat()), { maxLength: 200 }), (steps) => {
        const { clock, breaker } = given();
        const out: Passage[] = [];
        let trying: Passage | undefined;
        let failedInARow = 0;
        for (const [what, place] of steps) {
          if (typeof what === 'number') clock.advance(what);
          else if (what === 'admit') {
            const wasHalfOpen = breaker.state === 'half_open';
            const passage = breaker.admit();
            if (!passage) continue;
            if (breaker.state === 'half_open') {
              expect(trying === undefined || !out.includes(trying)).toBe(true);
              trying = passage;
            }
            expect(wasHalfOpen || breaker.state === 'closed').toBe(true);
            out.push(passage);
          } else {
            const [passage] = out.length === 0 ? [] : out.splice(place % out.length, 1);
            if (!passage) continue;
            const counted = breaker.state === 'closed';
            passage[what]();
            if (what === 'answered') out.push(passage);
            if (counted && what === 'failed') failedInARow += 1;
            if (what !== 'failed' || breaker.state !== 'closed') failedInARow = 0;
            expect(failedInARow).toBeLessThan(10);
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
