import {
  BudgetStore,
  succeeded,
  type Budget,
  type BudgetAlert,
  type BudgetId,
  type BudgetStanding,
} from '@radiant/billing';
import { Money, type ApiKeyId, type Instant, type Page, type Slice, type TenantId } from '@radiant/kernel';
import { Rows } from './fake-stores.js';

/** Budgets of which nothing is spent. */
export class FakeBudgets extends BudgetStore {
  private readonly rows: Rows<Budget>;

  constructor(budgets: Budget[], tenantId: TenantId) {
    super();
    this.rows = new Rows(budgets, tenantId);
  }

  async list(slice: Slice, now: Instant): Promise<Page<BudgetStanding>> {
    const { items, total } = this.rows.page(slice, ({ endedAt }) => endedAt === undefined);
    return { items: items.map((budget) => standing(budget, now)), total };
  }

  async find(id: BudgetId, now: Instant): Promise<BudgetStanding | undefined> {
    const budget = this.rows.find(id);
    return budget && standing(budget, now);
  }

  async add(budget: Budget): Promise<void> {
    this.rows.add(budget);
  }

  async end(id: BudgetId, _by: string, at: Instant): Promise<boolean> {
    const budget = this.rows.find(id);
    if (!budget || budget.endedAt !== undefined) return false;
    this.rows.save({ ...budget, endedAt: at });
    return true;
  }

  async succeed(key: ApiKeyId, successor: ApiKeyId): Promise<void> {
    const { items } = this.rows.page({ limit: 1_000, offset: 0 }, ({ endedAt }) => endedAt === undefined);
    for (const budget of items) this.rows.save({ ...budget, scope: succeeded(budget.scope, key, successor) });
  }

  async alerts(): Promise<Page<BudgetAlert>> {
    return { items: [], total: 0 };
  }
}

const standing = (budget: Budget, now: Instant): BudgetStanding => ({
  budget,
  periodStart: now,
  periodEnd: now + 1,
  spent: Money.zero,
  held: Money.zero,
});
