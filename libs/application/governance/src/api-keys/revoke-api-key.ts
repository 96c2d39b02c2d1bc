import type { ManagedApiKey } from '@radiant/identity';
import type { ApiKeyId, Clock, IdGenerator, TenantId } from '@radiant/kernel';
import { auditEvent, type Actor } from '../actor.js';
import { changed } from '../audit-details.js';
import { inTenant, unknown } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { isRevoked, toldOfApiKey } from './api-key-fields.js';

/** Ends a key now, also one that was to end later. It is refused everywhere within 5 s. */
export class RevokeApiKey {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /**
   * A key that is revoked already stays as it is, and nothing is written.
   * @throws DomainError `not_found`, `service_unavailable`.
   */
  async execute(actor: Actor, tenantId: TenantId, id: ApiKeyId): Promise<ManagedApiKey> {
    const now = this.clock.now();
    return inTenant(this.transactions, actor, tenantId, async ({ apiKeys, audit }) => {
      const before = await apiKeys.find(id);
      if (!before) throw unknown('API key');
      if (isRevoked(before, now)) return before;
      const after: ManagedApiKey = { ...before, revokedAt: now };
      await apiKeys.save(after);
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'api_key.revoke',
          resource: { type: 'api_key', id },
          details: changed(toldOfApiKey(before), toldOfApiKey(after)),
        }),
      );
      return after;
    });
  }
}
