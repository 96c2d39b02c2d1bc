import type { ApiKeyLimits, ManagedApiKey } from '@radiant/identity';
import { DomainError, type ApiKeyId, type Clock, type IdGenerator, type Instant, type TenantId } from '@radiant/kernel';
import { auditEvent, type Actor } from '../actor.js';
import { changed } from '../audit-details.js';
import { inTenant, unknown } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedChange, checkedFuture, checkedName, replaced } from '../validation.js';
import { checkedLimits, checkedScopes, isRevoked, toldOfApiKey } from './api-key-fields.js';

/** Fields that are undefined stay as they are. */
export interface ApiKeyChange {
  readonly name?: string;
  readonly scopes?: readonly string[];
  /** All of them: what is left out is without limit. */
  readonly limits?: ApiKeyLimits;
  /** Null: it does not expire. */
  readonly expiresAt?: Instant | null;
  readonly trustedForwarder?: boolean;
}

/** Changes what a key may do. It takes effect within the age of the gateway's caches. */
export class ChangeApiKey {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws DomainError `validation_error` naming the field; `not_found`; `conflict` when it is revoked;
   * `service_unavailable`.
   */
  async execute(actor: Actor, tenantId: TenantId, id: ApiKeyId, change: ApiKeyChange): Promise<ManagedApiKey> {
    checkedChange(change);
    const now = this.clock.now();
    return inTenant(this.transactions, actor, tenantId, async ({ apiKeys, audit }) => {
      const before = await apiKeys.find(id);
      if (!before) throw unknown('API key');
      if (isRevoked(before, now)) throw new DomainError('conflict', 'the API key is revoked');
      const after: ManagedApiKey = {
        ...before,
        name: change.name === undefined ? before.name : checkedName('name', change.name),
        scopes: change.scopes === undefined ? before.scopes : checkedScopes(change.scopes),
        limits: change.limits === undefined ? before.limits : checkedLimits(change.limits),
        expiresAt: replaced(before.expiresAt, change.expiresAt, (value) => checkedFuture('expires_at', value, now)),
        trustedForwarder: change.trustedForwarder ?? before.trustedForwarder,
      };
      await apiKeys.save(after);
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'api_key.update',
          resource: { type: 'api_key', id },
          details: changed(toldOfApiKey(before), toldOfApiKey(after)),
        }),
      );
      return after;
    });
  }
}
