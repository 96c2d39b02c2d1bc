import type { RateLimit, RateLimits, RateStanding } from '@radiant/billing';
import {
  lastingKey,
  type ApiKeyLimits,
  type CachedTenantRules,
  type Principal,
  type TenantSettings,
} from '@radiant/identity';
import { DomainError, type Clock } from '@radiant/kernel';
import type { CallFacts } from './inference-call.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Clients that are told to wait longer wait this long and ask again. */
const LONGEST_WAIT_SECONDS = 60;

type Unit = 'requests' | 'tokens';
type Owner = 'tenant' | 'key';

interface OwnedLimit {
  readonly owner: Owner;
  readonly unit: Unit;
  readonly limit: RateLimit;
}

/** Whether a call comes within the limits of its tenant and its key, asked before anything else of it is done. */
export class LimitRates {
  /** @param clock one that goes on evenly: set back, it would keep everybody out of a limit that is used up until it is there again. */
  constructor(
    private readonly rules: CachedTenantRules,
    private readonly rates: RateLimits,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes one request; of tokens, whose number nobody knows yet, one must be left. Tells the call how its limits stand.
   * @throws DomainError `rate_limited` with the seconds to wait, 60 at most; `service_unavailable`.
   */
  async execute(call: CallFacts): Promise<void> {
    const { principal } = call;
    const limits = limitsOf(principal, await this.rules.forTenant(principal.tenantId));
    if (limits.length === 0) return;
    const decision = await this.rates.take({
      tenantId: principal.tenantId,
      at: Math.trunc(this.clock.now()),
      costs: limits.map(({ limit }) => ({ limit, cost: 1 })),
    });
    call.onLimits?.(headersOf(limits, decision.standings));
    if (!decision.taken) throw refused(limits, decision.standings);
  }

  /** Takes the tokens that a call consumed. Never fails: what is not counted here is billed all the same. */
  async consumed({ principal }: CallFacts, tokens: number): Promise<void> {
    try {
      const limits = limitsOf(principal, await this.rules.forTenant(principal.tenantId));
      const ofTokens = limits.filter(({ unit }) => unit === 'tokens');
      if (ofTokens.length === 0 || tokens <= 1) return;
      await this.rates.charge({
        tenantId: principal.tenantId,
        at: Math.trunc(this.clock.now()),
        costs: ofTokens.map(({ limit }) => ({ limit, cost: tokens - 1 })), // one was taken before
      });
    } catch {
      // the call is over: its caller has nothing to do with it any more
    }
  }
}

/** A rotated key goes on drawing on what its predecessor has left, or a rotation would be a way out of a limit. */
function limitsOf(principal: Principal, { rateLimit }: TenantSettings): OwnedLimit[] {
  const owned: OwnedLimit[] = [];
  const add = (owner: Owner, name: string, asked: Omit<ApiKeyLimits, 'concurrentStreams'>): void => {
    const { requestsPerMinute, tokensPerDay } = asked;
    if (requestsPerMinute !== undefined) {
      const limit = { name: `${name}#requests`, capacity: requestsPerMinute, periodMs: MINUTE_MS };
      owned.push({ owner, unit: 'requests', limit });
    }
    if (tokensPerDay !== undefined) {
      owned.push({
        owner,
        unit: 'tokens',
        limit: { name: `${name}#tokens`, capacity: tokensPerDay, periodMs: DAY_MS },
      });
    }
  };
  if (rateLimit) add('tenant', 'tenant', rateLimit);
  const key = lastingKey(principal);
  if (key !== undefined && principal.limits) add('key', `key#${key}`, principal.limits);
  return owned;
}

/** Of several limits of one unit, the one with the least left. */
function headersOf(limits: readonly OwnedLimit[], standings: readonly RateStanding[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const unit of ['requests', 'tokens'] as const) {
    const [tightest] = standings
      .filter((_, place) => limits[place]?.unit === unit)
      .sort((a, b) => a.remaining - b.remaining);
    if (!tightest) continue;
    headers[`x-ratelimit-limit-${unit}`] = String(tightest.limit.capacity);
    headers[`x-ratelimit-remaining-${unit}`] = String(tightest.remaining);
    headers[`x-ratelimit-reset-${unit}`] = `${Math.ceil(tightest.wholeAfterMs / 1_000)}s`;
  }
  return headers;
}

function refused(limits: readonly OwnedLimit[], standings: readonly RateStanding[]): DomainError {
  const place = standings.reduce(
    (longest, { retryAfterMs }, index) => (retryAfterMs > (standings[longest]?.retryAfterMs ?? 0) ? index : longest),
    0,
  );
  const owned = limits[place];
  const unit = owned?.unit === 'tokens' ? 'tokens a day' : 'requests a minute';
  const seconds = Math.ceil((standings[place]?.retryAfterMs ?? 0) / 1_000);
  return new DomainError(
    'rate_limited',
    `the limit of ${owned?.limit.capacity} ${unit} of this ${owned?.owner} is used up`,
    {
      limit: owned?.unit === 'tokens' ? 'tokens_per_day' : 'requests_per_minute',
      retryAfterSeconds: Math.min(LONGEST_WAIT_SECONDS, Math.max(1, seconds)),
    },
  );
}
