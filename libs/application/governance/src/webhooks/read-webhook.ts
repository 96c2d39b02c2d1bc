import type { Clock, IdGenerator, Page, Slice, TenantId } from '@radiant/kernel';
import type { Actor } from '../actor.js';
import { unknown } from '../in-tenant.js';
import { listing } from '../listing.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import type { Webhook, WebhookDelivery } from '../ports/webhook-store.js';

/** Where a tenant is told; never the secret. */
export class ReadWebhook {
  constructor(
    readonly transactions: GovernanceTransactions,
    readonly ids: IdGenerator,
    readonly clock: Clock,
  ) {}

  /** @throws DomainError `not_found`, `service_unavailable`. */
  execute(actor: Actor, tenantId: TenantId): Promise<Webhook> {
    return listing(this, actor, tenantId, 'webhook', async ({ webhooks }) => {
      const webhook = await webhooks.find();
      if (!webhook) throw unknown('webhook');
      return webhook;
    });
  }
}

/** What a tenant was told and is to be told, newest first. */
export class ListWebhookDeliveries {
  constructor(
    readonly transactions: GovernanceTransactions,
    readonly ids: IdGenerator,
    readonly clock: Clock,
  ) {}

  /** @throws DomainError `not_found`, `service_unavailable`. */
  execute(actor: Actor, tenantId: TenantId, slice: Slice): Promise<Page<WebhookDelivery>> {
    return listing(this, actor, tenantId, 'webhook_deliveries', ({ webhooks }) => webhooks.deliveries(slice));
  }
}
