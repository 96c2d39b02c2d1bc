import type { BudgetStanding } from '@radiant/billing';
import type { Clock, IdGenerator, Page, Slice, TenantId } from '@radiant/kernel';
import type { Actor } from '../actor.js';
import { listing } from '../listing.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';

/** The budgets of a tenant with what is spent and held in their present period, newest first. */
export class ListBudgets {
  constructor(
    readonly transactions: GovernanceTransactions,
    readonly ids: IdGenerator,
    readonly clock: Clock,
  ) {}

  /** @throws DomainError `not_found`, `service_unavailable`. */
  execute(actor: Actor, tenantId: TenantId, slice: Slice): Promise<Page<BudgetStanding>> {
    return listing(this, actor, tenantId, 'budgets', ({ budgets }) =>
      budgets.list(slice, Math.trunc(this.clock.now())),
    );
  }
}
