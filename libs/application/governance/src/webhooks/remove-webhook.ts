import type { Clock, IdGenerator, TenantId } from '@radiant/kernel';
import { auditEvent, type Actor } from '../actor.js';
import { inTenant, unknown } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import type { Webhook } from '../ports/webhook-store.js';

/** The tenant is told nowhere any more; what waits to be told is given up. */
export class RemoveWebhook {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `not_found`; `service_unavailable`. */
  async execute(actor: Actor, tenantId: TenantId): Promise<Webhook> {
    return inTenant(this.transactions, actor, tenantId, async ({ webhooks, audit }) => {
      const webhook = await webhooks.find();
      if (!webhook || !(await webhooks.remove())) throw unknown('webhook');
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'webhook.remove',
          resource: { type: 'webhook', id: webhook.id },
        }),
      );
      return webhook;
    });
  }
}
