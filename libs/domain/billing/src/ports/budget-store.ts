import type { ApiKeyId, Instant, Page, Slice } from '@radiant/kernel';
import type { Budget, BudgetAlert, BudgetId, BudgetStanding } from '../budget.js';

/** The budgets of one tenant, within a transaction of it. */
export abstract class BudgetStore {
  /** Newest first, those that were ended left out. @param now in whose period they are shown. */
  abstract list(slice: Slice, now: Instant): Promise<Page<BudgetStanding>>;
  abstract find(id: BudgetId, now: Instant): Promise<BudgetStanding | undefined>;
  /** @throws DomainError `conflict` when the id is taken. */
  abstract add(budget: Budget): Promise<void>;
  /** @returns false when there is no such budget or it was ended before, and then nothing changes. */
  abstract end(id: BudgetId, by: string, at: Instant): Promise<boolean>;
  /** What stands of budgets that are about a key is about its successor as well. */
  abstract succeed(key: ApiKeyId, successor: ApiKeyId): Promise<void>;
  /** Newest first. */
  abstract alerts(slice: Slice): Promise<Page<BudgetAlert>>;
}
