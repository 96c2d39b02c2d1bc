import { chargeback, type CostReports, type DepartmentCharge } from '@radiant/billing';
import { DomainError, type Clock, type IdGenerator, type TenantId } from '@radiant/kernel';
import { auditEvent, type Actor } from '../actor.js';
import { created } from '../audit-details.js';
import { inTenant } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedCosts, checkedGroups, toldCosts, type AskedCosts } from './report-fields.js';

/** More departments than an answer may have. */
const MOST_DEPARTMENTS = 10_000;

/** What each department of a tenant is charged: by app, user, key or the value of a tag. */
export class ChargeBack {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly costs: CostReports,
  ) {}

  /**
   * Whole cents that add up to what the same days come to on an invoice.
   * @throws DomainError `validation_error` naming the field; `not_found`; `unprocessable_entity` for more than 10,000
   * departments; `service_unavailable`.
   */
  async execute(
    actor: Actor,
    tenantId: TenantId,
    asked: AskedCosts,
    department: string,
  ): Promise<readonly DepartmentCharge[]> {
    const groupBy = checkedGroups([department]);
    const query = await inTenant(this.transactions, actor, tenantId, async ({ audit }, tenant) => {
      const checked = checkedCosts(asked, tenant.timeZone, this.clock.now());
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'report.read',
          details: created(toldCosts(checked, groupBy)),
        }),
      );
      return checked;
    });
    const slice = { limit: MOST_DEPARTMENTS, offset: 0 };
    const { groups } = await this.costs.report(tenantId, query, groupBy, slice);
    if (groups.total > MOST_DEPARTMENTS) {
      throw new DomainError('unprocessable_entity', `there are more than ${MOST_DEPARTMENTS} departments`);
    }
    return chargeback(
      groups.items.map(({ keys, requests, billedAmount }) => ({
        department: keys[0] ?? 'none',
        requests,
        billed: billedAmount,
      })),
    );
  }
}
