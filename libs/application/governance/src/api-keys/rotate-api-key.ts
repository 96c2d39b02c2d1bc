import type { ManagedApiKey } from '@radiant/identity';
import { apiKeyId, DomainError, type ApiKeyId, type Clock, type IdGenerator, type TenantId } from '@radiant/kernel';
import { auditEvent, nameOf, type Actor } from '../actor.js';
import { changed } from '../audit-details.js';
import { checkNotDeleted, inTenant, unknown } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedInteger } from '../validation.js';
import { toldOfApiKey } from './api-key-fields.js';
import type { ApiKeyMint } from './api-key-mint.js';
import type { IssuedApiKey } from './issue-api-key.js';

const DEFAULT_OVERLAP_SECONDS = 3_600;
/** A week. */
const LONGEST_OVERLAP_SECONDS = 604_800;

/**
 * Puts a new key in the place of one, with the same name, app, scopes, limits and expiry. The old one stays good
 * for the overlap, so that those who use it can change over. What limits and budgets of the key have counted counts for both
 * (`lineage`): rotating is no way out of them.
 */
export class RotateApiKey {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly mint: ApiKeyMint,
  ) {}

  /**
   * @param overlapSeconds 0 to 604,800.
   * @throws DomainError `validation_error` naming overlap_seconds; `not_found`; `conflict` when the key is revoked or about
   * to be, has expired or was rotated before, or the tenant is deleted; `service_unavailable`.
   */
  async execute(
    actor: Actor,
    tenantId: TenantId,
    id: ApiKeyId,
    overlapSeconds: number = DEFAULT_OVERLAP_SECONDS,
  ): Promise<IssuedApiKey> {
    checkedInteger('overlap_seconds', overlapSeconds, 0, LONGEST_OVERLAP_SECONDS);
    return inTenant(this.transactions, actor, tenantId, async ({ apiKeys, audit, budgets }, tenant) => {
      checkNotDeleted(tenant);
      const old = await apiKeys.find(id);
      if (!old) throw unknown('API key');
      this.refuseEnded(old);
      const { key, apiKey } = this.successor(old, actor);
      const before = toldOfApiKey(old);
      const ending = { ...old, revokedAt: this.clock.now() + overlapSeconds * 1_000, replacedBy: apiKey.id };
      await apiKeys.add(apiKey);
      await apiKeys.save(ending);
      await budgets.succeed(id, apiKey.id);
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'api_key.rotate',
          resource: { type: 'api_key', id },
          details: changed(before, toldOfApiKey(ending)),
        }),
      );
      return { key, apiKey };
    });
  }

  private refuseEnded({ revokedAt, replacedBy, expiresAt }: ManagedApiKey): void {
    if (replacedBy !== undefined) throw new DomainError('conflict', 'the API key was rotated before');
    if (revokedAt !== undefined) throw new DomainError('conflict', 'the API key is revoked');
    if (expiresAt !== undefined && expiresAt <= this.clock.now()) {
      throw new DomainError('conflict', 'the API key has expired');
    }
  }

  private successor(old: ManagedApiKey, actor: Actor): IssuedApiKey {
    const { secret, prefix, hash } = this.mint.mint();
    const apiKey: ManagedApiKey = {
      id: apiKeyId(this.ids.uuid()),
      tenantId: old.tenantId,
      appId: old.appId,
      lineage: old.lineage ?? old.id,
      name: old.name,
      prefix,
      hash,
      scopes: old.scopes,
      limits: old.limits,
      trustedForwarder: old.trustedForwarder,
      expiresAt: old.expiresAt,
      revokedAt: undefined,
      createdAt: this.clock.now(),
      createdBy: nameOf(actor),
      lastUsedAt: undefined,
      replacedBy: undefined,
    };
    return { key: secret, apiKey };
  }
}
