import {
  ALERT_PERCENTS,
  amountsOf,
  budgetPeriod,
  covers,
  type Budget,
  type BudgetAlert,
  type BudgetStanding,
  type LedgerKind,
  type LedgerLine,
  type Period,
  type Reservation,
  type Spender,
  LEDGER_ACCOUNTS,
  type UsageEntry,
} from '@radiant/billing';
import { Money, type Instant, type TenantId } from '@radiant/kernel';

interface KeptUsage {
  entry: UsageEntry;
  /** Billed as its reservation expired. */
  estimate: boolean;
  /** What the call itself said that it comes to; undefined while nothing was heard of it. */
  heard: Money | undefined;
}

/** Usage, reservations, budgets and alerts of this process, for the adapters over them. */
export class MemoryBooks {
  readonly usage = new Map<string, KeptUsage>();
  /** Lines of the ledger by call. */
  readonly ledger = new Map<string, readonly LedgerLine[]>();
  private readonly lastEntry = new Map<string, number>();
  readonly reservations = new Map<string, Reservation>();
  readonly alerts: (BudgetAlert & { readonly tenantId: TenantId })[] = [];

  /** @param timeZone of every tenant. */
  constructor(
    readonly timeZone = 'UTC',
    readonly budgets: Budget[] = [],
  ) {}

  /** Every row, oldest first. */
  get entries(): readonly UsageEntry[] {
    return [...this.usage.values()].map(({ entry }) => entry);
  }

  /** Keeps usage, posts it and raises the alerts that are due. What stood there before is reversed. */
  keep(entry: UsageEntry, of: Pick<KeptUsage, 'estimate' | 'heard'>): void {
    const posted = this.ledger.get(keyOf(entry)) ?? [];
    const before = this.usage.get(keyOf(entry))?.entry;
    const last = this.lastEntry.get(keyOf(entry)) ?? 1;
    const lines = before
      ? [...posted, ...reversed(before, last + 1), ...linesOf(entry, last + 2, 'correction')]
      : linesOf(entry, 1, 'charge');
    this.lastEntry.set(keyOf(entry), before ? last + 2 : 1);
    this.ledger.set(keyOf(entry), lines);
    this.usage.set(keyOf(entry), { entry: copyOf(entry), ...of });
    this.raise(entry.tenantId, entry, entry.createdAt);
  }

  /** Raises the alerts that are due of all budgets that cover a call. */
  raise(tenantId: TenantId, call: Spender, at: Instant): void {
    for (const budget of this.covering(tenantId, call)) this.raiseOf(budget, at);
  }

  covering(tenantId: TenantId, call: Spender): Budget[] {
    return this.budgets.filter(
      (budget) => budget.tenantId === tenantId && budget.endedAt === undefined && covers(budget.scope, call),
    );
  }

  standing(budget: Budget, now: Instant): BudgetStanding {
    const period = budgetPeriod(budget.period, now, this.timeZone);
    const of = (call: Spender & { readonly tenantId: TenantId }, at: Instant): boolean =>
      call.tenantId === budget.tenantId && within(period, at) && covers(budget.scope, call);
    const spent = this.entries.filter((entry) => of(entry, entry.createdAt));
    const held = [...this.reservations.values()].filter((one) => of(one, one.reservedAt));
    return { budget, periodStart: period.from, periodEnd: period.to, spent: sum(spent), held: sum(held) };
  }

  private raiseOf(budget: Budget, at: Instant): void {
    const { spent, periodStart } = this.standing(budget, at);
    if (spent.picos === 0n) return;
    for (const percent of ALERT_PERCENTS) {
      if (spent.picos * 100n < budget.limit.picos * BigInt(percent)) continue;
      const known = this.alerts.some(
        (alert) => alert.budgetId === budget.id && alert.periodStart === periodStart && alert.percent === percent,
      );
      if (known) continue;
      const { id: budgetId, limit, tenantId } = budget;
      this.alerts.push({ tenantId, budgetId, periodStart, percent, spent, limit, raisedAt: at });
    }
  }
}

export const keyOf = (call: Pick<UsageEntry, 'tenantId' | 'requestId'>): string => `${call.tenantId} ${call.requestId}`;

const within = ({ from, to }: Period, at: Instant): boolean => from <= at && at < to;

const sum = (calls: readonly { readonly billedAmount: Money }[]): Money =>
  calls.reduce((total, { billedAmount }) => total.plus(billedAmount), Money.zero);

const linesOf = (entry: UsageEntry, number: number, kind: LedgerKind): LedgerLine[] =>
  LEDGER_ACCOUNTS.map((account) => ({
    entry: number,
    account,
    amount: amountsOf(entry)[account],
    kind,
    priceVersion: entry.priceVersion,
    postedAt: entry.createdAt,
  })).filter(({ amount }) => amount.picos !== 0n);

const reversed = (entry: UsageEntry, number: number): LedgerLine[] =>
  linesOf(entry, number, 'reversal').map((line) => ({ ...line, amount: Money.zero.minus(line.amount) }));

/** As a database would keep it, whatever the caller does to it next. */
const copyOf = (entry: UsageEntry): UsageEntry => ({ ...entry, tags: [...entry.tags], usage: { ...entry.usage } });
