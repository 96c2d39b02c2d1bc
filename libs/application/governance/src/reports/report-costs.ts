import type { CostReport, CostReports } from '@radiant/billing';
import type { Clock, IdGenerator, Slice, TenantId } from '@radiant/kernel';
import { auditEvent, type Actor } from '../actor.js';
import { created } from '../audit-details.js';
import { homeForAllTenants } from '../audit/all-tenants.js';
import { inTenant } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedCosts, checkedGroups, toldCosts, type AskedCosts } from './report-fields.js';

/** Usage and cost of a tenant, or of all; that they were read stands in the trail. */
export class ReportCosts {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly costs: CostReports,
  ) {}

  /**
   * @param tenantId undefined: all tenants, each in its own time zone; for super administrators, in whose own trail it
   * stands. @param groups as the API has them, e.g. `model`, `tag:cost_center`.
   * @throws DomainError `validation_error` naming the field; `not_found`; `forbidden`; `service_unavailable`.
   */
  async execute(
    actor: Actor,
    tenantId: TenantId | undefined,
    asked: AskedCosts,
    groups: readonly string[],
    slice: Slice,
  ): Promise<CostReport> {
    const groupBy = checkedGroups(groups);
    const home = tenantId ?? homeForAllTenants(actor);
    const query = await inTenant(this.transactions, actor, home, async ({ audit }, tenant) => {
      const checked = checkedCosts(asked, tenantId === undefined ? 'UTC' : tenant.timeZone, this.clock.now());
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId: home,
          action: 'report.read',
          details: { all_tenants: tenantId === undefined, ...created(toldCosts(checked, groupBy)) },
        }),
      );
      return checked;
    });
    return this.costs.report(tenantId ?? 'all', query, groupBy, slice);
  }
}
