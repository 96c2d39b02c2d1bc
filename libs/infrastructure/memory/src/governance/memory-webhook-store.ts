import { DomainError, type Instant, type Page, type Slice, type TenantId } from '@radiant/kernel';
import { WebhookStore, type Webhook, type WebhookDelivery } from '@radiant/governance';

/** The webhooks and deliveries of all tenants, as one tenant sees them. */
export class MemoryWebhookStore extends WebhookStore {
  constructor(
    private readonly webhooks: Webhook[],
    private readonly sent: WebhookDelivery[],
    private readonly tenantId: TenantId,
  ) {
    super();
  }

  async find(): Promise<Webhook | undefined> {
    return this.webhooks.find(({ tenantId }) => tenantId === this.tenantId);
  }

  async put(webhook: Webhook): Promise<void> {
    await this.remove();
    this.webhooks.push(webhook);
  }

  async remove(): Promise<boolean> {
    const index = this.webhooks.findIndex(({ tenantId }) => tenantId === this.tenantId);
    if (index >= 0) this.webhooks.splice(index, 1);
    return index >= 0;
  }

  async test(id: string, at: Instant): Promise<void> {
    if (this.sent.some((delivery) => delivery.id === id)) throw new DomainError('conflict', 'the id is taken');
    this.sent.push({
      id,
      tenantId: this.tenantId,
      event: 'webhook.test',
      createdAt: at,
      status: 'pending',
      attempts: 0,
      dueAt: at,
      answered: undefined,
      endedAt: undefined,
    });
  }

  async deliveries({ limit, offset }: Slice): Promise<Page<WebhookDelivery>> {
    const own = this.sent
      .filter(({ tenantId }) => tenantId === this.tenantId)
      .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
    return { items: own.slice(offset, offset + limit), total: own.length };
  }
}
