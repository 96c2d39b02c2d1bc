import type { ApiKeyLimits, ManagedApiKey } from '@radiant/identity';
import { apiKeyId, type AppId, type Clock, type IdGenerator, type Instant, type TenantId } from '@radiant/kernel';
import { auditEvent, nameOf, type Actor } from '../actor.js';
import { created } from '../audit-details.js';
import { checkNotDeleted, inTenant } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedApp } from '../tenants/tenant-fields.js';
import { checkedFuture, checkedName } from '../validation.js';
import { checkedLimits, checkedScopes, toldOfApiKey } from './api-key-fields.js';
import type { ApiKeyMint } from './api-key-mint.js';

export interface NewApiKey {
  readonly name: string;
  /** `['*']` unless it says otherwise. */
  readonly scopes?: readonly string[];
  readonly expiresAt?: Instant;
  readonly limits?: ApiKeyLimits;
  readonly trustedForwarder?: boolean;
  /** The tenant's unless it says otherwise. */
  readonly appId?: AppId;
}

export interface IssuedApiKey {
  /** The key itself: it is shown this once and kept nowhere. */
  readonly key: string;
  readonly apiKey: ManagedApiKey;
}

/** Makes an API key. */
export class IssueApiKey {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly mint: ApiKeyMint,
  ) {}

  /**
   * @throws DomainError `validation_error` naming the field; `not_found`; `conflict` when the tenant is deleted;
   * `service_unavailable`.
   */
  async execute(actor: Actor, tenantId: TenantId, asked: NewApiKey): Promise<IssuedApiKey> {
    const now = this.clock.now();
    return inTenant(this.transactions, actor, tenantId, async ({ apps, apiKeys, audit }, tenant) => {
      checkNotDeleted(tenant);
      const app = await checkedApp('app_id', asked.appId ?? tenant.appId, apps);
      const { secret, prefix, hash } = this.mint.mint();
      const apiKey: ManagedApiKey = {
        id: apiKeyId(this.ids.uuid()),
        tenantId,
        appId: app.id,
        lineage: undefined,
        name: checkedName('name', asked.name),
        prefix,
        hash,
        scopes: checkedScopes(asked.scopes ?? ['*']),
        limits: checkedLimits(asked.limits ?? {}),
        trustedForwarder: asked.trustedForwarder ?? false,
        expiresAt: asked.expiresAt === undefined ? undefined : checkedFuture('expires_at', asked.expiresAt, now),
        revokedAt: undefined,
        createdAt: now,
        createdBy: nameOf(actor),
        lastUsedAt: undefined,
        replacedBy: undefined,
      };
      await apiKeys.add(apiKey);
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'api_key.create',
          resource: { type: 'api_key', id: apiKey.id },
          details: created(toldOfApiKey(apiKey)),
        }),
      );
      return { key: secret, apiKey };
    });
  }
}
