import type { Clock, IdGenerator, TenantId } from '@radiant/kernel';
import { auditEvent, type Actor } from '../actor.js';
import { inTenant } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import type { TenantKeys } from '../ports/tenant-keys.js';
import { keyScope } from './key-scope.js';

/** Wraps a tenant's data keys with the platform's present key, so that the one before can be given up. */
export class RewrapDataKeys {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly keys: TenantKeys,
  ) {}

  /**
   * @param asked `scope` is `tenant`, as it is when nothing is said, or the id of a session.
   * @returns how many versions were wrapped anew.
   * @throws DomainError `validation_error` naming scope; `not_found`, also when the key was destroyed;
   * `service_unavailable`.
   */
  async execute(actor: Actor, tenantId: TenantId, asked: { readonly scope?: string } = {}): Promise<number> {
    const scope = keyScope(asked.scope ?? 'tenant');
    return inTenant(this.transactions, actor, tenantId, async ({ audit }) => {
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'data_key.rewrap',
          resource: { type: 'data_key', id: scope },
        }),
      );
      return this.keys.rewrap(tenantId, scope); // last: keys don't come back with the transaction
    });
  }
}
