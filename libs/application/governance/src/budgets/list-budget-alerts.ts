import type { BudgetAlert } from '@radiant/billing';
import type { Clock, IdGenerator, Page, Slice, TenantId } from '@radiant/kernel';
import type { Actor } from '../actor.js';
import { listing } from '../listing.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';

/** The alerts that a tenant's budgets raised, newest first. */
export class ListBudgetAlerts {
  constructor(
    readonly transactions: GovernanceTransactions,
    readonly ids: IdGenerator,
    readonly clock: Clock,
  ) {}

  /** @throws DomainError `not_found`, `service_unavailable`. */
  execute(actor: Actor, tenantId: TenantId, slice: Slice): Promise<Page<BudgetAlert>> {
    return listing(this, actor, tenantId, 'budget_alerts', ({ budgets }) => budgets.alerts(slice));
  }
}
