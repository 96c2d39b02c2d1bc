import { RateLimits, rateStanding, spend, type RateDecision, type RateLimit, type RateTake } from '@radiant/billing';
import type { Instant } from '@radiant/kernel';

/** Limits of this process. */
export class MemoryRateLimits extends RateLimits {
  /** By which limit it was counted, and when that is whole again. */
  private readonly counters = new Map<string, { readonly limit: RateLimit; readonly wholeAt: Instant }>();

  async take(take: RateTake): Promise<RateDecision> {
    return this.decide(take, false);
  }

  async charge(take: RateTake): Promise<void> {
    this.decide(take, true);
  }

  private decide({ tenantId, at, costs }: RateTake, forced: boolean): RateDecision {
    const parts = costs.map((part) => {
      const key = `${tenantId} ${part.limit.name}`;
      const before = at + this.debtMs(key, part.limit, at);
      return { part, key, before, after: spend(part.limit, part.cost, before, at) };
    });
    const taken = parts.every(({ after }) => after.fits);
    if (taken || forced) {
      for (const { part, key, after } of parts) this.counters.set(key, { limit: part.limit, wholeAt: after.wholeAt });
    }
    return {
      taken,
      standings: parts.map(({ part, before, after }) => rateStanding(part, taken, taken ? after.wholeAt : before, at)),
    };
  }

  /** What is used, as time of the limit as it is now. */
  private debtMs(key: string, { capacity, periodMs }: RateLimit, at: Instant): number {
    const counter = this.counters.get(key);
    if (!counter || counter.wholeAt <= at) return 0;
    const { limit, wholeAt } = counter;
    if (limit.capacity === capacity && limit.periodMs === periodMs) return wholeAt - at;
    return (wholeAt - at) * (limit.capacity / limit.periodMs) * (periodMs / capacity);
  }
}
