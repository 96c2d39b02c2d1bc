import type { Tenant } from '@radiant/identity';
import type { Clock, IdGenerator, TenantId } from '@radiant/kernel';
import { auditEvent, type Actor } from '../actor.js';
import { inTenant } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';

/** Shows a tenant; that it was looked at stands in its trail. */
export class ReadTenant {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `not_found`, `service_unavailable`. */
  async execute(actor: Actor, tenantId: TenantId): Promise<Tenant> {
    return inTenant(this.transactions, actor, tenantId, async ({ audit }, tenant) => {
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'tenant.read',
          resource: { type: 'tenant', id: tenantId },
        }),
      );
      return tenant;
    });
  }
}
