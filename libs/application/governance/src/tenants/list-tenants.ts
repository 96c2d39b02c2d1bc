import type { Tenant, TenantDirectory, TenantFilter } from '@radiant/identity';
import type { Clock, IdGenerator, Page, Slice } from '@radiant/kernel';
import { auditEvent, type Actor } from '../actor.js';
import { homeForAllTenants } from '../audit/all-tenants.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';

/** Shows the tenants of the platform; that they were looked at stands in the trail of the super administrator's own. */
export class ListTenants {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly directory: TenantDirectory,
  ) {}

  /** Newest first. @throws DomainError `forbidden` for all but super administrators; `service_unavailable`. */
  async execute(actor: Actor, slice: Slice, filter: TenantFilter = {}): Promise<Page<Tenant>> {
    const tenantId = homeForAllTenants(actor);
    await this.transactions.run(tenantId, ({ audit }) =>
      audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'tenant.read',
          resource: { type: 'tenants' },
          details: { all_tenants: true },
        }),
      ),
    );
    return this.directory.list(slice, filter);
  }
}
