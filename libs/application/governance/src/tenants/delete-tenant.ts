import type { Tenant } from '@radiant/identity';
import { PLATFORM_TENANT, type AuditEvent, type Clock, type IdGenerator, type TenantId } from '@radiant/kernel';
import { auditEvent, type Actor, type Deed } from '../actor.js';
import { destroyUnlessHeld } from '../data-keys/destroy-unless-held.js';
import { inTenant } from '../in-tenant.js';
import { refuseWhileHeld } from '../legal-holds/refuse-while-held.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import type { TenantKeys } from '../ports/tenant-keys.js';
import { checkedReason, invalid } from '../validation.js';

export interface TenantDeletion {
  /** The tenant's name, typed once more, so that nobody does this by mistake. */
  readonly confirm: string;
  readonly reason: string;
}

/** The type of the resource tells the intention from what came of it: details can't be read once the keys are gone. */
const INTENDED = 'tenant_to_delete';
const DONE = 'tenant';

/**
 * Deletes a tenant by crypto-shredding: it is served no more, and every key of it is destroyed, so that sessions, mappings
 * and sealed texts can never be opened again, in backups either. Rows stay as retention says: what was billed, and the
 * audit chain, which still verifies.
 *
 * Three steps, each of which can be repeated, so whoever meets a failure asks again: the tenant is closed to calls; the
 * reason is written into the platform's trail, as the tenant's own can't be read afterwards; the keys are destroyed.
 */
export class DeleteTenant {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly keys: TenantKeys,
  ) {}

  /**
   * @returns the tenant, and how many versions of keys this call destroyed.
   * @throws DomainError `validation_error` naming confirm or reason; `not_found`; `conflict` while a legal hold stands;
   * `service_unavailable`: asking again finishes what was begun.
   */
  async execute(
    actor: Actor,
    tenantId: TenantId,
    asked: TenantDeletion,
  ): Promise<{ readonly tenant: Tenant; readonly keysDestroyed: number }> {
    const reason = checkedReason('reason', asked.reason);
    const event = (deed: Omit<Deed, 'action'>): AuditEvent =>
      auditEvent(actor, this.ids, this.clock, { ...deed, action: 'tenant.delete' });
    const tenant = await inTenant(this.transactions, actor, tenantId, async (transaction, before) => {
      if (asked.confirm.trim() !== before.name) throw invalid('confirm', 'the name of the tenant');
      await refuseWhileHeld(transaction.legalHolds);
      await transaction.audit.record(event({ tenantId, resource: { type: INTENDED, id: tenantId } }));
      if (before.status === 'deleted') return before;
      const after: Tenant = {
        ...before,
        status: 'deleted',
        revision: before.revision + 1,
        updatedAt: this.clock.now(),
      };
      await transaction.tenants.save(after);
      return after;
    });
    await this.transactions.run(PLATFORM_TENANT, ({ audit }) =>
      audit.record(
        event({ tenantId: PLATFORM_TENANT, resource: { type: INTENDED, id: tenantId }, details: { reason } }),
      ),
    );
    const keysDestroyed = await destroyUnlessHeld(this.transactions, actor, tenantId, {
      destroy: () => this.keys.close(tenantId),
      event: (outcome) => event({ tenantId, outcome, resource: { type: DONE, id: tenantId } }),
    });
    return { tenant, keysDestroyed };
  }
}
