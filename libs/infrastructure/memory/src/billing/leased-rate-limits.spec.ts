import { describe, expect, it } from '@jest/globals';
import { LeasedRateLimits, RateLimits, type RateDecision, type RateLimit, type RateTake } from '@radiant/billing';
import { describeRateLimits } from '@radiant/billing/testing';
import { DomainError, tenantId } from '@radiant/kernel';
import fc from 'fast-check';
import { MemoryRateLimits } from './memory-rate-limits.js';

const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
const NOON = Date.UTC(2026, 2, 10, 12);
const MINUTE_MS = 60_000;
const limitOf = (capacity: number, name = 'requests'): RateLimit => ({ name, capacity, periodMs: MINUTE_MS });
const take = (at: number, ...limits: readonly RateLimit[]): RateTake => ({
  tenantId: CLINIC,
  at,
  costs: limits.map((limit) => ({ limit, cost: 1 })),
});

/** Counts how often it is asked, and fails while it is told to. */
class Shared extends RateLimits {
  readonly limits = new MemoryRateLimits();
  asked = 0;
  away = false;

  take(asked: RateTake): Promise<RateDecision> {
    return this.answer(() => this.limits.take(asked));
  }
  charge(asked: RateTake): Promise<void> {
    return this.answer(() => this.limits.charge(asked));
  }
  private async answer<Result>(work: () => Promise<Result>): Promise<Result> {
    this.asked += 1;
    if (this.away) throw new DomainError('service_unavailable', 'away');
    return work();
  }
}

/** How many of the calls are admitted, one after the other. */
async function admitted(limits: RateLimits, takes: readonly RateTake[]): Promise<number> {
  let count = 0;
  for (const each of takes) if ((await limits.take(each)).taken) count += 1;
  return count;
}

describeRateLimits('leased from memory', async () => new LeasedRateLimits(new MemoryRateLimits()));

describe('limits leased by several processes', () => {
  it('admit together no more than the capacity and what fills up, whoever asks when', async () => {
    const calls = fc.array(
      fc.record({
        replica: fc.nat({ max: 2 }),
        after: fc.nat({ max: 400 }),
        together: fc.integer({ min: 1, max: 40 }),
      }),
      { minLength: 1, maxLength: 150 },
    );
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 2_000 }), calls, async (capacity, given) => {
        const shared = new MemoryRateLimits();
        const replicas = [0, 1, 2].map(() => new LeasedRateLimits(shared));
        let at = NOON;
        let count = 0;
        for (const { replica, after, together } of given) {
          at += after;
          const chosen = replicas[replica] ?? new LeasedRateLimits(shared);
          const asked = Array.from({ length: together }, () => chosen.take(take(at, limitOf(capacity))));
          count += (await Promise.all(asked)).filter((decision) => decision.taken).length;
        }
        expect(count).toBeLessThanOrEqual(capacity + (capacity * (at - NOON)) / MINUTE_MS + 0.01);
      }),
      { numRuns: 60 },
    );
  });

  it('admit nearly all that there is when more is asked for', async () => {
    const shared = new MemoryRateLimits();
    const replicas = [0, 1, 2].map(() => new LeasedRateLimits(shared));
    let count = 0;
    for (let ms = 0; ms < MINUTE_MS; ms += 10) {
      for (const replica of replicas) count += await admitted(replica, [take(NOON + ms, limitOf(600))]);
    }
    expect(count).toBeLessThanOrEqual(1_200);
    expect(count).toBeGreaterThanOrEqual(1_140);
  });

  it('ask the shared limits for few of the calls, and for none of those that are refused', async () => {
    const shared = new Shared();
    const limits = new LeasedRateLimits(shared);
    const at = (call: number) => take(NOON + call, limitOf(1_000));
    expect(
      await admitted(
        limits,
        Array.from({ length: 1_000 }, (_, n) => at(n / 10)),
      ),
    ).toBe(1_000);
    expect(shared.asked).toBeLessThan(40);
    await limits.take(at(100));
    const before = shared.asked;
    await admitted(
      limits,
      Array.from({ length: 500 }, () => at(100)),
    );
    expect(shared.asked - before).toBeLessThanOrEqual(2);
  });

  it('go on with a tenth of each limit while the shared ones are away, and ask again later', async () => {
    const shared = new Shared();
    shared.away = true;
    const limits = new LeasedRateLimits(shared);
    const asked = Array.from({ length: 200 }, (_, n) => take(NOON + n, limitOf(100)));
    expect(await admitted(limits, asked)).toBe(10);
    expect(shared.asked).toBe(1);
    shared.away = false;
    expect(await admitted(limits, [take(NOON + 2_000, limitOf(100))])).toBe(1);
  });

  it('keep what was used until it could be told', async () => {
    const shared = new Shared();
    const limits = new LeasedRateLimits(shared);
    const tokens = limitOf(100, 'tokens');
    shared.away = true;
    await limits.charge({ tenantId: CLINIC, at: NOON, costs: [{ limit: tokens, cost: 60 }] });
    await limits.charge({ tenantId: CLINIC, at: NOON, costs: [{ limit: tokens, cost: 60 }] });
    await new Promise(setImmediate); // it has failed by then
    shared.away = false;
    await limits.take(take(NOON, limitOf(100)));
    await new Promise(setImmediate);
    expect(await admitted(new LeasedRateLimits(shared), [take(NOON, tokens)])).toBe(0);
  });
});
