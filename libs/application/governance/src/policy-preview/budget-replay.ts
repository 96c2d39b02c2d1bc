import { budgetPeriod, covers, type Budget, type Period, type UsageEntry } from '@radiant/billing';
import { Money, type Instant } from '@radiant/kernel';

/** Holds past calls against a budget, oldest first: what it refuses is not spent. */
export class BudgetReplay {
  private period: Period | undefined;
  private spent = Money.zero;

  constructor(
    private readonly budget: Pick<Budget, 'period' | 'limit' | 'hard' | 'scope'>,
    private readonly timeZone: string,
  ) {}

  /** A new budget counts its whole period, so its history begins here. */
  startFor(moment: Instant): Instant {
    return budgetPeriod(this.budget.period, moment, this.timeZone).from;
  }

  /** Whether it would have refused the call. @param counted false: before what is asked about, only spent. */
  refuses(call: UsageEntry, counted: boolean): boolean {
    const { scope, period, limit, hard } = this.budget;
    if (!covers(scope, call)) return false;
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
