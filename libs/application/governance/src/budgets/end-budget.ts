import type { BudgetId, BudgetStanding } from '@radiant/billing';
import { DomainError, type Clock, type IdGenerator, type TenantId } from '@radiant/kernel';
import { auditEvent, nameOf, type Actor } from '../actor.js';
import { inTenant, unknown } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';

/** A budget refuses and counts nothing any more. */
export class EndBudget {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `not_found`; `conflict` when it was ended before; `service_unavailable`. */
  async execute(actor: Actor, tenantId: TenantId, id: BudgetId): Promise<BudgetStanding> {
    const endedBy = nameOf(actor);
    const endedAt = Math.trunc(this.clock.now());
    return inTenant(this.transactions, actor, tenantId, async ({ budgets, audit }) => {
      const found = await budgets.find(id, endedAt);
      if (!found) throw unknown('budget');
      if (!(await budgets.end(id, endedBy, endedAt))) throw new DomainError('conflict', 'the budget was ended before');
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'budget.end',
          resource: { type: 'budget', id },
        }),
      );
      return { ...found, budget: { ...found.budget, endedAt } };
    });
  }
}
