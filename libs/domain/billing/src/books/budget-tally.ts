import { Money, type Instant } from '@radiant/kernel';
import { covers, type BudgetId } from '../budget.js';
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

/** Counts again what budgets have counted. */
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
      return pairs
        .filter(({ expected, found }) => !expected.equals(found))
        .map(({ kind, expected, found }) => ({ kind, subject: counter.budgetId, part, expected, found }));
    });
  }
}
