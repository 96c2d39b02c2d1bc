import type { CostReports, ExportedUsage } from '@radiant/billing';
import type { Clock, IdGenerator, TenantId } from '@radiant/kernel';
import { auditEvent, type Actor } from '../actor.js';
import { created } from '../audit-details.js';
import { inTenant } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedCosts, toldCosts, type AskedCosts } from './report-fields.js';

/** Reads every call of a tenant's days, oldest first. Memory does not grow with it. */
export class ExportUsage {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly costs: CostReports,
  ) {}

  /**
   * That it was exported is in the trail before the first row is handed out.
   * @throws DomainError `validation_error` naming the field; `not_found`; `service_unavailable`, also while it is read.
   */
  async execute(actor: Actor, tenantId: TenantId, asked: AskedCosts): Promise<AsyncIterable<ExportedUsage>> {
    const query = await inTenant(this.transactions, actor, tenantId, async ({ audit }, tenant) => {
      const checked = checkedCosts(asked, tenant.timeZone, this.clock.now());
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'usage.export',
          details: created(toldCosts(checked)),
        }),
      );
      return checked;
    });
    return this.costs.export(tenantId, query);
  }
}
