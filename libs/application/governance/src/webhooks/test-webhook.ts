import type { Clock, IdGenerator, TenantId } from '@radiant/kernel';
import { auditEvent, type Actor } from '../actor.js';
import { inTenant, unknown } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';

/** Sends an event that says nothing, so that a receiver can be tried. */
export class TestWebhook {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /** @returns the event's id; it is on its way. @throws DomainError `not_found`; `service_unavailable`. */
  async execute(actor: Actor, tenantId: TenantId): Promise<string> {
    const id = this.ids.uuid();
    return inTenant(this.transactions, actor, tenantId, async ({ webhooks, audit }) => {
      if (!(await webhooks.find())) throw unknown('webhook');
      await webhooks.test(id, Math.trunc(this.clock.now()));
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'webhook.test',
          resource: { type: 'webhook_delivery', id },
        }),
      );
      return id;
    });
  }
}
