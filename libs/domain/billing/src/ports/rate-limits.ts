import type { RateDecision, RateTake } from '../rate-limit.js';

/** How much of each limit is used, shared by all replicas. */
export abstract class RateLimits {
  /** Takes from every limit, or from none when one does not have it. @throws DomainError `service_unavailable`. */
  abstract take(take: RateTake): Promise<RateDecision>;
  /** Takes what was used already, even where it is not there: the limit then refuses until it is. @throws as `take`. */
  abstract charge(take: RateTake): Promise<void>;
}
