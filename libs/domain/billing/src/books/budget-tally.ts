import { Money, type Instant } from '@radiant/kernel';
import { ALERT_PERCENTS, covers, type BudgetId } from '../budget.js';
import type { BookedUsage, BudgetCounter, HeldCall } from './booked.js';
import type { Fault } from './difference.js';
import { grouped } from './grouped.js';
import { spanAt } from './in-periods.js';

interface Tally {
  readonly from: Instant;
  readonly to: Instant;
  readonly counter: BudgetCounter;
  spent: bigint;
  held: bigint;
}

/** Counts again what budgets have counted, and which alerts that is worth. */
export class BudgetTally {
  /** Of each budget, in the order of their periods, which never overlap. */
  private readonly tallies: ReadonlyMap<BudgetId, readonly Tally[]>;

  constructor(counters: readonly BudgetCounter[]) {
    const inOrder = counters.toSorted((a, b) => a.from - b.from);
    this.tallies = grouped(
      inOrder.map((counter): Tally => ({ from: counter.from, to: counter.to, counter, spent: 0n, held: 0n })),
      ({ counter }) => counter.budgetId,
    );
  }

  spend(usage: BookedUsage): void {
    for (const tallies of this.tallies.values()) {
      const tally = spanAt(tallies, usage.createdAt);
      if (tally && covers(tally.counter.scope, usage)) tally.spent += usage.billedAmount.picos;
    }
  }

  hold({ budgetIds, reservedAt, billedAmount }: HeldCall): void {
    for (const budgetId of budgetIds) {
      const tally = spanAt(this.tallies.get(budgetId) ?? [], reservedAt);
      if (tally) tally.held += billedAmount.picos;
    }
  }

  faults(): readonly Fault[] {
    return [...this.tallies.values()].flat().flatMap(({ counter, spent, held }) => {
      const part = `from ${new Date(counter.from).toISOString()}`;
      const pairs = [
        { kind: 'budget_spent', expected: Money.ofPicos(spent), found: counter.spent },
        { kind: 'budget_held', expected: Money.ofPicos(held), found: counter.held },
      ] as const;
      const counted: Fault[] = pairs
        .filter(({ expected, found }) => !expected.equals(found))
        .map(({ kind, expected, found }) => ({ kind, subject: counter.budgetId, part, expected, found }));
      return [...counted, ...alertFaults(counter, Money.ofPicos(spent))];
    });
  }
}

/** An alert that is due by what was spent and was never raised, or was raised before it was due. */
function alertFaults({ budgetId, from, limit, ended, alerts }: BudgetCounter, spent: Money): Fault[] {
  const of = (percent: number) => {
    const part = `${percent} % from ${new Date(from).toISOString()}`;
    return { kind: 'budget_alert', subject: budgetId, part } as const;
  };
  const isDue = (percent: number, by: Money): boolean =>
    by.picos > 0n && by.picos * 100n >= limit.picos * BigInt(percent);
  const missing = ALERT_PERCENTS.filter(
    (percent) => !ended && isDue(percent, spent) && !alerts.some((alert) => alert.percent === percent),
  ).map((percent): Fault => ({ ...of(percent), expected: spent, found: Money.zero }));
  const early = alerts
    .filter((alert) => !isDue(alert.percent, alert.spent) || !alert.limit.equals(limit))
    .map(({ percent, spent: then }): Fault => ({ ...of(percent), expected: Money.zero, found: then }));
  return [...missing, ...early];
}
