import { budgetPeriod, covers, type Budget, type BudgetScope, type Period, type UsageEntry } from '@radiant/billing';
import { apiKeyId, Money, type Instant } from '@radiant/kernel';
import type { KeyLineages } from './key-lineages.js';

/** Holds past calls against a budget, oldest first: what it refuses is not spent. */
export class BudgetReplay {
  private period: Period | undefined;
  private spent = Money.zero;
  private readonly scope: BudgetScope;

  constructor(
    private readonly budget: Pick<Budget, 'period' | 'limit' | 'hard' | 'scope'>,
    private readonly timeZone: string,
    private readonly lineages: KeyLineages = new Map(),
  ) {
    this.scope = ofFirstKey(budget.scope, lineages);
  }

  /** A new budget counts its whole period, so its history begins here. */
  startFor(moment: Instant): Instant {
    return budgetPeriod(this.budget.period, moment, this.timeZone).from;
  }

  /** Whether it would have refused the call. @param counted false: before what is asked about, only spent. */
  refuses(call: UsageEntry, counted: boolean): boolean {
    const { period, limit, hard } = this.budget;
    const apiKeyLineage = call.apiKeyId && this.lineages.get(call.apiKeyId);
    if (!covers(this.scope, { ...call, apiKeyLineage })) return false;
    if (!this.period || call.createdAt >= this.period.to) {
      this.period = budgetPeriod(period, call.createdAt, this.timeZone);
      this.spent = Money.zero;
    }
    const after = this.spent.plus(call.billedAmount);
    if (counted && hard && after.compare(limit) > 0) return true;
    this.spent = after;
    return false;
  }
}

/** As such a budget is kept. */
function ofFirstKey(scope: BudgetScope, lineages: KeyLineages): BudgetScope {
  if (scope.kind !== 'key' || scope.value === undefined) return scope;
  const id = apiKeyId(scope.value);
  return { kind: 'key', value: lineages.get(id) ?? id };
}
