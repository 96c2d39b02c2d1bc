import type { ProviderExposure } from '@radiant/audit';
import type { Clock, IdGenerator, Instant, ProviderId, TenantId } from '@radiant/kernel';
import { auditEvent, type Actor, type Deed } from '../actor.js';
import { moment } from '../audit-details.js';
import { readingIn } from '../in-tenant.js';
import type { AuditStores } from '../ports/audit-stores.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedPeriod } from '../validation.js';
import { homeForAllTenants } from './all-tenants.js';

/** A period in which a provider can't be trusted to have kept what it was sent. */
export interface Breach {
  readonly providerId: ProviderId;
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
}

/** Says what a provider was sent in a period: whose data a breach there concerns (45 CFR 164.410). */
export class BreachScope {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly stores: AuditStores,
  ) {}

  /**
   * @param tenantId undefined: all tenants, which is for super administrators and stands in the trail of their own.
   * @throws DomainError `validation_error` naming from or to; `not_found`; `forbidden`; `service_unavailable`.
   */
  async execute(actor: Actor, tenantId: TenantId | undefined, breach: Breach): Promise<readonly ProviderExposure[]> {
    const { providerId, from, to } = breach;
    checkedPeriod(from, to);
    if (tenantId !== undefined) {
      return readingIn(this.transactions, actor, tenantId, async ({ auditLog, audit }) => {
        await audit.record(auditEvent(actor, this.ids, this.clock, deed(tenantId, breach, false)));
        return auditLog.exposure(providerId, from, to);
      });
    }
    const home = homeForAllTenants(actor);
    await this.transactions.run(home, ({ audit }) =>
      audit.record(auditEvent(actor, this.ids, this.clock, deed(home, breach, true))),
    );
    return this.stores.acrossTenants().exposure(providerId, from, to);
  }
}

/** The provider is whatever text was asked for, so it stands among what is sealed. */
const deed = (tenantId: TenantId, { providerId, from, to }: Breach, allTenants: boolean): Deed => ({
  tenantId,
  action: 'audit.read',
  resource: { type: 'provider' },
  details: {
    report: 'breach_scope',
    provider_id: providerId,
    all_tenants: allTenants,
    from: moment(from) ?? null,
    to: moment(to) ?? null,
  },
});
