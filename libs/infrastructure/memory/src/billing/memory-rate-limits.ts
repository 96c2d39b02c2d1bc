import { RateLimits, rateStanding, spend, type RateDecision, type RateTake } from '@radiant/billing';
import type { Instant } from '@radiant/kernel';

/** Limits of this process. */
export class MemoryRateLimits extends RateLimits {
  private readonly wholeAt = new Map<string, Instant>();

  async take(take: RateTake): Promise<RateDecision> {
    return this.decide(take, false);
  }

  async charge(take: RateTake): Promise<void> {
    this.decide(take, true);
  }

  private decide({ tenantId, at, costs }: RateTake, forced: boolean): RateDecision {
    const parts = costs.map((part) => {
      const key = `${tenantId} ${part.limit.name}`;
      const before = Math.max(this.wholeAt.get(key) ?? at, at);
      return { part, key, before, after: spend(part.limit, part.cost, before, at) };
    });
    const taken = parts.every(({ after }) => after.fits);
    if (taken || forced) for (const { key, after } of parts) this.wholeAt.set(key, after.wholeAt);
    return {
      taken,
      standings: parts.map(({ part, before, after }) => rateStanding(part, taken, taken ? after.wholeAt : before, at)),
    };
  }
}
