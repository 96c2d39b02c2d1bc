import type { Clock, IdGenerator, TenantId } from '@radiant/kernel';
import { auditEvent, nameOf, type Actor } from '../actor.js';
import { inTenant } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import type { WebhookAddresses } from '../ports/webhook-addresses.js';
import type { Webhook } from '../ports/webhook-store.js';

/** Characters of base64url in a secret: 258 bits. */
const SECRET_LENGTH = 43;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The tenant is told at this address from now on. */
export class PutWebhook {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly addresses: WebhookAddresses,
  ) {}

  /**
   * @returns the webhook and its secret, which is drawn anew each time and shown this once.
   * @throws DomainError `validation_error` naming url; `not_found`; `service_unavailable`.
   */
  async execute(
    actor: Actor,
    tenantId: TenantId,
    url: string,
  ): Promise<{ readonly webhook: Webhook; readonly secret: string }> {
    const webhook: Webhook = {
      tenantId,
      id: this.ids.uuid(),
      url,
      updatedAt: Math.trunc(this.clock.now()),
      updatedBy: nameOf(actor),
    };
    const secret = `whsec_${Array.from({ length: SECRET_LENGTH }, () => ALPHABET.charAt(this.ids.integer(0, 64))).join('')}`;
    await inTenant(this.transactions, actor, tenantId, async () => undefined); // a stranger learns nothing of addresses
    await this.addresses.check(url);
    return inTenant(this.transactions, actor, tenantId, async ({ webhooks, audit }) => {
      await webhooks.put(webhook, secret);
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'webhook.update',
          resource: { type: 'webhook', id: webhook.id },
        }),
      );
      return { webhook, secret };
    });
  }
}
