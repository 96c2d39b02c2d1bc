import { PLATFORM_TENANT, type Clock, type IdGenerator, type TenantId } from '@radiant/kernel';
import { auditEvent, type Actor } from '../actor.js';
import { checkTenant, inTenant } from '../in-tenant.js';
import type { GovernanceTransaction, GovernanceTransactions } from '../ports/governance-transactions.js';
import type { TenantKeys } from '../ports/tenant-keys.js';
import { replaceableScope } from './key-scope.js';

/** Gives a tenant, or the platform, a new data key. What was sealed or signed before stays readable and verifies. */
export class RotateDataKey {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly keys: TenantKeys,
  ) {}

  /**
   * @param asked `scope` is `tenant`, as it is when nothing is said, the id of a session, or `audit-signing` of the platform.
   * @returns the version of the new key.
   * @throws DomainError `validation_error` naming scope; `not_found`, also when the key was destroyed;
   * `service_unavailable`.
   */
  async execute(actor: Actor, tenantId: TenantId, asked: { readonly scope?: string } = {}): Promise<number> {
    const scope = replaceableScope(tenantId, asked.scope ?? 'tenant');
    const work = async ({ audit }: GovernanceTransaction): Promise<number> => {
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'data_key.rotate',
          resource: { type: 'data_key', id: scope },
        }),
      );
      return this.keys.rotate(tenantId, scope); // last: keys don't come back with the transaction
    };
    if (tenantId !== PLATFORM_TENANT) return inTenant(this.transactions, actor, tenantId, work);
    await checkTenant(this.transactions, actor, tenantId); // the platform has keys, too, and is no tenant
    return this.transactions.run(tenantId, work);
  }
}
