import { beforeEach, describe, expect, it } from '@jest/globals';
import type { RateLimits } from '../ports/rate-limits.js';
import type { RateDecision, RateLimit, RateTake } from '../rate-limit.js';
import { CLINIC, HOSPITAL, NOON } from './usage-entries.js';

const MINUTE_MS = 60_000;
const FIVE: RateLimit = { name: 'five', capacity: 5, periodMs: MINUTE_MS };
const TEN: RateLimit = { name: 'ten', capacity: 10, periodMs: MINUTE_MS };

/** The laws of RateLimits. `make` gives limits of which nothing is used. */
export function describeRateLimits(name: string, make: () => Promise<RateLimits>): void {
  describe(`RateLimits laws: ${name}`, () => {
    let limits: RateLimits;
    beforeEach(async () => {
      limits = await make();
    });

    const one = (limit: RateLimit, at = NOON, cost = 1, tenantId = CLINIC): RateTake => ({
      tenantId,
      at,
      costs: [{ limit, cost }],
    });
    const taken = async (take: RateTake): Promise<boolean> => (await limits.take(take)).taken;
    const times = async (count: number, take: RateTake): Promise<RateDecision[]> => {
      const decisions: RateDecision[] = [];
      for (let time = 0; time < count; time += 1) decisions.push(await limits.take(take));
      return decisions;
    };

    it('gives what is there at once and then refuses', async () => {
      const decisions = await times(6, one(FIVE));
      expect(decisions.map((decision) => decision.taken)).toEqual([true, true, true, true, true, false]);
      expect(decisions.map(({ standings }) => standings[0]?.remaining)).toEqual([4, 3, 2, 1, 0, 0]);
    });

    it('says when the refused would be there, and it is there then', async () => {
      await times(5, one(FIVE));
      const refused = await limits.take(one(FIVE, NOON + 2_000));
      expect(refused.standings[0]?.retryAfterMs).toBeCloseTo(10_000, 0);
      expect(await taken(one(FIVE, NOON + 11_900))).toBe(false);
      expect(await taken(one(FIVE, NOON + 12_000))).toBe(true);
      expect(await taken(one(FIVE, NOON + 12_000))).toBe(false);
    });

    it('is whole again after the period and never more than whole', async () => {
      await times(5, one(FIVE));
      const later = await times(6, one(FIVE, NOON + 10 * MINUTE_MS));
      expect(later.filter((decision) => decision.taken)).toHaveLength(5);
    });

    it('never gives more than the capacity and the rate allow, however many ask at once', async () => {
      const asked = Array.from({ length: 60 }, (_, second) =>
        Array.from({ length: 5 }, () => limits.take(one(TEN, NOON + second * 1_000))),
      ).flat();
      const given = (await Promise.all(asked)).filter((decision) => decision.taken);
      expect(given.length).toBeLessThanOrEqual(10 + 10);
      expect(given.length).toBeGreaterThanOrEqual(19);
    });

    it('takes from all limits of a call or from none', async () => {
      const both: RateTake = { tenantId: CLINIC, at: NOON, costs: [FIVE, TEN].map((limit) => ({ limit, cost: 1 })) };
      const decisions = await times(8, both);
      expect(decisions.filter((decision) => decision.taken)).toHaveLength(5);
      expect(decisions.at(-1)?.standings.map(({ remaining }) => remaining)).toEqual([0, 5]);
      expect(decisions.at(-1)?.standings.map(({ retryAfterMs }) => retryAfterMs > 0)).toEqual([true, false]);
    });

    it('takes what was used already, and refuses until it is made up for', async () => {
      await limits.charge(one(TEN, NOON, 15));
      expect(await taken(one(TEN))).toBe(false);
      expect(await taken(one(TEN, NOON + 35_000))).toBe(false);
      expect(await taken(one(TEN, NOON + 36_000))).toBe(true);
    });

    it('counts what was used against the limit as it is now: raising it lets calls in, lowering it does not', async () => {
      await limits.charge(one(TEN, NOON, 1_000)); // a hundred minutes
      expect(await taken(one(TEN, NOON + 1_000))).toBe(false);
      const raised = await limits.take(one({ ...TEN, capacity: 2_000 }, NOON + 2_000));
      expect(raised.taken).toBe(true);
      expect(Math.abs((raised.standings[0]?.remaining ?? 0) - 1_000)).toBeLessThan(100);
      expect(await taken(one({ ...TEN, capacity: 500 }, NOON + 3_000))).toBe(false);
    });

    it('keeps limits of different names and tenants apart', async () => {
      await times(5, one(FIVE));
      expect(await taken(one({ ...FIVE, name: 'another' }))).toBe(true);
      expect(await taken(one(FIVE, NOON, 1, HOSPITAL))).toBe(true);
      expect(await taken(one(FIVE))).toBe(false);
    });
  });
}
