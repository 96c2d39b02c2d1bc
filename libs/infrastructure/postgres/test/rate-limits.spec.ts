import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { RateDecision, RateLimit, RateTake } from '@radiant/billing';
import { describeRateLimits } from '@radiant/billing/testing';
import { tenantId } from '@radiant/kernel';
import { FixedClock } from '@radiant/kernel/testing';
import { PostgresRateLimits } from '../src/postgres-rate-limits.js';
import { openTestStore, type TestStore } from './test-store.js';

jest.setTimeout(180_000);

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

describeRateLimits('postgres', async () => {
  await store.superuser.query('truncate rate_counters');
  return new PostgresRateLimits(store.unitOfWork);
});

describe('rate limits and clocks that are wrong', () => {
  const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
  const DAY_MS = 24 * 60 * 60_000;
  const FIVE: RateLimit = { name: 'five', capacity: 5, periodMs: DAY_MS };
  beforeEach(() => store.superuser.query('truncate rate_counters'));

  const five = (at: number, cost = 1): RateTake => ({ tenantId: CLINIC, at, costs: [{ limit: FIVE, cost }] });
  const replica = (aheadMs: number) => {
    const clock = new FixedClock(Date.now() + aheadMs);
    const limits = new PostgresRateLimits(store.unitOfWork, clock);
    return { clock, take: (cost?: number): Promise<RateDecision> => limits.take(five(clock.now(), cost)) };
  };

  it.each([
    ['ahead', 3 * DAY_MS],
    ['behind', -3 * DAY_MS],
  ])('are the same for a replica whose clock is days %s, and for the others after it', async (_, wrongMs) => {
    const wrong = replica(wrongMs);
    const right = replica(0);
    // one of the five is left aside: a moment passes between two takes
    expect([(await wrong.take(2)).taken, (await right.take()).taken, (await wrong.take()).taken]).toEqual([
      true,
      true,
      true,
    ]);
    for (const { take } of [wrong, right]) {
      const refused = await take(2);
      expect(refused.taken).toBe(false);
      expect(refused.standings[0]?.retryAfterMs).toBeGreaterThan(0);
      expect(refused.standings[0]?.retryAfterMs).toBeLessThan(DAY_MS / 4);
    }
  });

  it('go on where they stood when the clock of the database is set back', async () => {
    const { take } = replica(0);
    await take(3);
    // as it stands after the clock went back by three days
    await store.superuser.query('update rate_counters set whole_at = whole_at + $1, seen_at = seen_at + $1', [
      3 * DAY_MS,
    ]);
    expect([(await take()).taken, (await take(2)).taken]).toEqual([true, false]);
  });
});
