import { DomainError, type Instant } from '@radiant/kernel';
import { RateLimits } from './ports/rate-limits.js';
import { rateStanding, spend, type RateDecision, type RateLimit, type RateTake } from './rate-limit.js';

/** A lease is not used for longer: what is left of it lapses. */
const LEASE_MS = 1_000;
/** Calls of one lease at most: a twentieth of the smallest limit, and never more than fifty. */
const PART_OF_LIMIT = 20;
const MOST_CALLS = 50;
/** While the shared limits can't be reached, each process admits this part of a limit, one call at least. */
const AWAY_PART = 10;
/** After a failure the shared limits are left alone so long. */
const AWAY_MS = 1_000;
const MOST_LEASES = 20_000;

/** What is known of a limit, shared by the leases that draw on it. */
interface Account {
  /** When it is whole again, what is leased included. */
  wholeAt: Instant;
  /** The same of the allowance of this process, while the shared limits can't be reached. */
  awayWholeAt: Instant;
}

/** What calls of one set of limits have in hand. */
interface Lease {
  readonly accounts: readonly Account[];
  calls: number;
  until: Instant;
  refusedUntil: Instant;
  /** How many calls to ask for next. */
  size: number;
  renewal: Promise<void> | undefined;
}

/**
 * Limits decided in the process, from calls that were taken from the shared limits beforehand, a few at a time. Every
 * admitted call was taken from the shared limits first, so from an idle start no more are admitted than these allow,
 * however many processes there are; in any other span of time at most one lease of each process more. A refusal is known
 * until it ends, so a flood of refused calls asks nobody. What was used besides is told afterwards, in the background.
 */
export class LeasedRateLimits extends RateLimits {
  private readonly leases = new Map<string, Lease>();
  private readonly accounts = new Map<string, Account>();
  /** By limit: what was used and is not told yet. */
  private debts = new Map<string, RateTake>();
  private telling: Promise<void> | undefined;
  private awayUntil = -Infinity;

  constructor(private readonly shared: RateLimits) {
    super();
  }

  /** While the shared limits can't be reached, a tenth of each limit is admitted by this process. Never throws for that. */
  async take(take: RateTake): Promise<RateDecision> {
    const lease = this.leaseOf(take);
    for (;;) {
      const decision = decided(lease, take);
      if (decision) return decision;
      if (take.at < this.awayUntil) return decidedAway(lease, take);
      lease.renewal ??= this.renew(lease, take).finally(() => (lease.renewal = undefined));
      await lease.renewal;
    }
  }

  /** Resolves at once; told in the background, and again after a failure. */
  async charge(take: RateTake): Promise<void> {
    for (const { limit, cost } of take.costs) {
      const name = nameOf(take, limit);
      const account = this.accounts.get(name);
      if (account) {
        account.wholeAt = spend(limit, cost, account.wholeAt, take.at).wholeAt;
        account.awayWholeAt = spend(awayOf(limit), cost, account.awayWholeAt, take.at).wholeAt;
      }
      const owed = this.debts.get(name)?.costs[0]?.cost ?? 0;
      this.debts.set(name, { tenantId: take.tenantId, at: take.at, costs: [{ limit, cost: owed + cost }] });
    }
    void this.tell();
  }

  /** One at a time; what comes meanwhile is told next. Never fails. */
  private tell(): Promise<void> {
    this.telling ??= this.tellAll().finally(() => (this.telling = undefined));
    return this.telling;
  }

  private async tellAll(): Promise<void> {
    while (this.debts.size > 0) {
      const told = this.debts;
      this.debts = new Map();
      const failed = await Promise.all([...told].map(([name, debt]) => this.told(name, debt)));
      if (failed.includes(true)) return; // with the next charge or lease
    }
  }

  /** @returns whether it failed: then it is owed still. */
  private async told(name: string, debt: RateTake): Promise<boolean> {
    try {
      await this.shared.charge(debt);
      return false;
    } catch {
      const [part] = debt.costs;
      const since = this.debts.get(name)?.costs[0]?.cost ?? 0;
      if (part) this.debts.set(name, { ...debt, costs: [{ limit: part.limit, cost: part.cost + since }] });
      return true;
    }
  }

  /** Takes calls for the lease, fewer when there are not as many, or learns until when there are none. */
  private async renew(lease: Lease, take: RateTake): Promise<void> {
    const spare = lease.calls > 0; // lapsed, so fewer were needed
    const most = mostOf(take);
    const calls = Math.max(1, Math.min(most, spare ? lease.size - lease.calls : lease.size));
    lease.calls = 0;
    await this.tell(); // calls are not taken on top of what is used up
    try {
      let taken = calls;
      let answer = await this.shared.take(times(take, calls));
      if (!answer.taken && calls > 1) {
        taken = 1;
        answer = await this.shared.take(take);
      }
      this.awayUntil = -Infinity;
      answer.standings.forEach(({ wholeAfterMs }, place) => {
        const account = lease.accounts[place];
        if (account) account.wholeAt = take.at + wholeAfterMs;
      });
      if (answer.taken) {
        lease.calls = taken;
        lease.until = take.at + LEASE_MS;
        lease.size = Math.min(most, taken * 2);
      } else {
        lease.size = 1;
        lease.refusedUntil = take.at + Math.max(...answer.standings.map(({ retryAfterMs }) => retryAfterMs));
      }
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'service_unavailable') throw error;
      this.awayUntil = take.at + AWAY_MS;
    }
  }

  private leaseOf(take: RateTake): Lease {
    const names = take.costs.map(({ limit, cost }) => `${nameOf(take, limit)} ${cost}`).join('\n');
    const known = this.leases.get(names);
    if (known) return known;
    const accounts = take.costs.map(({ limit }) => this.accountOf(nameOf(take, limit)));
    const lease: Lease = { accounts, calls: 0, until: 0, refusedUntil: 0, size: 1, renewal: undefined };
    keep(this.leases, names, lease);
    return lease;
  }

  private accountOf(name: string): Account {
    const known = this.accounts.get(name);
    if (known) return known;
    const account: Account = { wholeAt: 0, awayWholeAt: 0 };
    keep(this.accounts, name, account);
    return account;
  }
}

/** A changed limit is another limit here: what was known of the old one says nothing. */
const nameOf = ({ tenantId }: RateTake, { name, capacity, periodMs }: RateLimit): string =>
  `${tenantId} ${name} ${capacity}/${periodMs}`;

const times = ({ tenantId, at, costs }: RateTake, calls: number): RateTake => ({
  tenantId,
  at,
  costs: costs.map(({ limit, cost }) => ({ limit, cost: cost * calls })),
});

const mostOf = ({ costs }: RateTake): number =>
  Math.min(MOST_CALLS, ...costs.map(({ limit, cost }) => Math.floor(limit.capacity / PART_OF_LIMIT / cost)));

/** From what is in hand, or as it was refused; undefined where the shared limits must be asked. */
function decided(lease: Lease, { at, costs }: RateTake): RateDecision | undefined {
  const { accounts } = lease;
  const wholeAt = (place: number): Instant => accounts[place]?.wholeAt ?? at;
  if (lease.calls > 0 && at <= lease.until) {
    // what was used since may have made more of what is in hand than there is
    if (costs.every(({ limit }, place) => spend(limit, 0, wholeAt(place), at).fits)) {
      lease.calls -= 1;
      const unused = ({ limit, cost }: RateTake['costs'][number]): number =>
        (lease.calls * cost * limit.periodMs) / limit.capacity;
      return {
        taken: true,
        standings: costs.map((part, place) => rateStanding(part, true, wholeAt(place) - unused(part), at)),
      };
    }
    lease.calls = 0;
  }
  if (at >= lease.refusedUntil) return undefined;
  return { taken: false, standings: costs.map((part, place) => rateStanding(part, false, wholeAt(place), at)) };
}

const awayOf = ({ name, capacity, periodMs }: RateLimit): RateLimit => ({
  name,
  capacity: Math.max(1, Math.floor(capacity / AWAY_PART)),
  periodMs,
});

function decidedAway({ accounts }: Lease, { at, costs }: RateTake): RateDecision {
  const parts = costs.map(({ limit, cost }, place) => {
    const account = accounts[place];
    const before = Math.max(account?.awayWholeAt ?? at, at);
    return { account, before, part: { limit: awayOf(limit), cost }, after: spend(awayOf(limit), cost, before, at) };
  });
  const taken = parts.every(({ after }) => after.fits);
  if (taken) for (const { account, after } of parts) if (account) account.awayWholeAt = after.wholeAt;
  return {
    taken,
    standings: parts.map(({ part, before, after }) => rateStanding(part, taken, taken ? after.wholeAt : before, at)),
  };
}

/** The oldest goes where there are too many. */
function keep<Value>(kept: Map<string, Value>, name: string, value: Value): void {
  kept.set(name, value);
  if (kept.size <= MOST_LEASES) return;
  const [oldest] = kept.keys();
  if (oldest !== undefined) kept.delete(oldest);
}
