import type { Instant, TenantId } from '@radiant/kernel';

/** So many in a period, spread over it: a bucket that is whole at first and fills evenly (GCRA). */
export interface RateLimit {
  /** Whose and what, e.g. `key#<id>#requests`; unique within the tenant. */
  readonly name: string;
  /** As many at once, and again in every period. */
  readonly capacity: number;
  readonly periodMs: number;
}

/** What a call takes, from all its limits or from none. */
export interface RateTake {
  readonly tenantId: TenantId;
  readonly at: Instant;
  readonly costs: readonly { readonly limit: RateLimit; readonly cost: number }[];
}

/** How a limit stands after a call was decided on. */
export interface RateStanding {
  readonly limit: RateLimit;
  /** Whole ones that are left; 0 where more was used than was there. */
  readonly remaining: number;
  /** Until nothing is used any more. */
  readonly wholeAfterMs: number;
  /** Until what was refused would be there; 0 where this limit did not refuse. */
  readonly retryAfterMs: number;
}

export interface RateDecision {
  readonly taken: boolean;
  /** In the order of the costs. */
  readonly standings: readonly RateStanding[];
}

/** For what doubles round. */
const TOLERANCE_MS = 0.01;

const waitOf = ({ capacity, periodMs }: RateLimit, cost: number): number => (cost * periodMs) / capacity;

/**
 * One limit's part of a decision. @param wholeAt when the limit is whole again, before; undefined: it is.
 * @returns whether `cost` is there, and when the limit is whole again after it.
 */
export function spend(
  limit: RateLimit,
  cost: number,
  wholeAt: Instant | undefined,
  at: Instant,
): { readonly fits: boolean; readonly wholeAt: Instant } {
  const after = Math.max(wholeAt ?? at, at) + waitOf(limit, cost);
  return { fits: after <= at + limit.periodMs + TOLERANCE_MS, wholeAt: after };
}

/** How a limit stands. @param wholeAt when it is whole again, what was taken included. */
export function rateStanding(
  { limit, cost }: RateTake['costs'][number],
  taken: boolean,
  wholeAt: Instant,
  at: Instant,
): RateStanding {
  const left = (at + limit.periodMs - wholeAt + TOLERANCE_MS) / waitOf(limit, 1);
  return {
    limit,
    remaining: Math.max(0, Math.floor(left)),
    wholeAfterMs: Math.max(0, wholeAt - at),
    retryAfterMs: taken ? 0 : Math.max(0, wholeAt + waitOf(limit, cost) - at - limit.periodMs),
  };
}
