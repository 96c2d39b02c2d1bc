import {
  BudgetStore,
  succeeded,
  type Budget,
  type BudgetAlert,
  type BudgetId,
  type BudgetStanding,
} from '@radiant/billing';
import { DomainError, type ApiKeyId, type Instant, type Page, type Slice, type TenantId } from '@radiant/kernel';
import type { MemoryBooks } from './memory-books.js';

/** The budgets of one tenant. */
export class MemoryBudgetStore extends BudgetStore {
  constructor(
    private readonly books: MemoryBooks,
    private readonly tenantId: TenantId,
  ) {
    super();
  }

  async list(slice: Slice, now: Instant): Promise<Page<BudgetStanding>> {
    const newest = this.own()
      .filter(({ endedAt }) => endedAt === undefined)
      .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
    return page(newest, slice, (budget) => this.books.standing(budget, now));
  }

  async find(id: BudgetId, now: Instant): Promise<BudgetStanding | undefined> {
    const found = this.own().find((budget) => budget.id === id);
    return found && this.books.standing(found, now);
  }

  async add(budget: Budget): Promise<void> {
    if (this.books.budgets.some(({ id }) => id === budget.id)) {
      throw new DomainError('conflict', 'there is such a row already: budget');
    }
    this.books.budgets.push({ ...budget });
  }

  async end(id: BudgetId, _by: string, at: Instant): Promise<boolean> {
    const index = this.books.budgets.findIndex((budget) => budget.id === id && budget.tenantId === this.tenantId);
    const found = this.books.budgets[index];
    if (!found || found.endedAt !== undefined) return false;
    this.books.budgets[index] = { ...found, endedAt: at };
    return true;
  }

  async succeed(key: ApiKeyId, successor: ApiKeyId): Promise<void> {
    for (const [index, budget] of this.books.budgets.entries()) {
      if (budget.tenantId !== this.tenantId || budget.endedAt !== undefined) continue;
      this.books.budgets[index] = { ...budget, scope: succeeded(budget.scope, key, successor) };
    }
  }

  async alerts(slice: Slice): Promise<Page<BudgetAlert>> {
    const newest = this.books.alerts
      .filter(({ tenantId }) => tenantId === this.tenantId)
      .sort((a, b) => b.raisedAt - a.raisedAt || b.percent - a.percent);
    return page(newest, slice, ({ tenantId: _, ...alert }) => alert);
  }

  private own(): Budget[] {
    return this.books.budgets.filter(({ tenantId }) => tenantId === this.tenantId);
  }
}

const page = <Row, Item>(rows: readonly Row[], slice: Slice, item: (row: Row) => Item): Page<Item> => ({
  items: rows.slice(slice.offset, slice.offset + slice.limit).map(item),
  total: rows.length,
});
