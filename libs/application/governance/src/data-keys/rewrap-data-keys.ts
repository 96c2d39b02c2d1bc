import type { Clock, IdGenerator, TenantId } from '@radiant/kernel';
import { auditEvent, type Actor } from '../actor.js';
import { checkTenant } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import type { TenantKeys } from '../ports/tenant-keys.js';
import { replaceableScope } from './key-scope.js';

/** Wraps data keys of a tenant, or of the platform, with the platform's present key, so that the one before can be given up. */
export class RewrapDataKeys {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly keys: TenantKeys,
  ) {}

  /**
   * @param asked `scope` is `tenant`, the id of a session, or `audit-signing` of the platform; without it, all keys of the tenant, its sessions' too.
   * @returns how many versions were wrapped anew.
   * @throws DomainError `validation_error` naming scope; `not_found`, also when the key of the scope was destroyed;
   * `service_unavailable`.
   */
  async execute(actor: Actor, tenantId: TenantId, asked: { readonly scope?: string } = {}): Promise<number> {
    const scope = asked.scope === undefined ? undefined : replaceableScope(tenantId, asked.scope);
    await checkTenant(this.transactions, actor, tenantId); // the platform has keys, too, and is no tenant
    return this.transactions.run(tenantId, async ({ audit }) => {
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'data_key.rewrap',
          resource: { type: 'data_key', id: scope ?? '*' },
        }),
      );
      // Last: keys don't come back with the transaction.
      return scope === undefined ? this.keys.rewrapAll(tenantId) : this.keys.rewrap(tenantId, scope);
    });
  }
}
