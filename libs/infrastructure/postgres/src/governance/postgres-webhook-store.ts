import {
  DELIVERY_STATUSES,
  WEBHOOK_EVENTS,
  WebhookStore,
  type Webhook,
  type WebhookDelivery,
} from '@radiant/governance';
import { tenantId as parseTenantId, type Instant, type Page, type Slice, type TenantId } from '@radiant/kernel';
import { storedWord } from '../stored-value.js';
import type { SealedText } from './sealed-text.js';
import type { Statements } from './statements.js';
import { instantOf } from './stored-date.js';

interface WebhookRecord {
  readonly id: string;
  readonly url: string;
  readonly updated_at: Date;
  readonly updated_by: string;
}

interface DeliveryRecord {
  readonly id: string;
  readonly tenant_id: string;
  readonly event: string;
  readonly created_at: Date;
  readonly status: string;
  readonly attempts: number;
  readonly due_at: Date;
  readonly answered: number | null;
  readonly ended_at: Date | null;
}

/** The webhook of one tenant; its secret is sealed. */
export class PostgresWebhookStore extends WebhookStore {
  constructor(
    private readonly statements: Statements,
    private readonly tenantId: TenantId,
    private readonly secrets: SealedText,
  ) {
    super();
  }

  async find(): Promise<Webhook | undefined> {
    const [row] = await this.statements.rows<WebhookRecord>(
      'select id, url, updated_at, updated_by from webhooks where tenant_id = $1',
      [this.tenantId],
    );
    return (
      row && {
        tenantId: this.tenantId,
        id: row.id,
        url: row.url,
        updatedAt: row.updated_at.getTime(),
        updatedBy: row.updated_by,
      }
    );
  }

  async put({ tenantId, id, url, updatedAt, updatedBy }: Webhook, secret: string): Promise<void> {
    await this.statements.changed(
      `insert into webhooks (tenant_id, id, url, secret, updated_at, updated_by) values ($1, $2, $3, $4, $5, $6)
        on conflict (tenant_id) do update set id = excluded.id, url = excluded.url, secret = excluded.secret,
          updated_at = excluded.updated_at, updated_by = excluded.updated_by`,
      [tenantId, id, url, await this.secrets.seal(tenantId, id, secret), new Date(updatedAt), updatedBy],
    );
  }

  async remove(): Promise<boolean> {
    return (await this.statements.changed('delete from webhooks where tenant_id = $1', [this.tenantId])) > 0;
  }

  async test(id: string, at: Instant): Promise<void> {
    await this.statements.add('webhook_deliveries', {
      tenant_id: this.tenantId,
      id,
      event: 'webhook.test',
      data: '{}',
      created_at: new Date(at),
    });
  }

  async deliveries(slice: Slice): Promise<Page<WebhookDelivery>> {
    const page = await this.statements.page<DeliveryRecord>(
      {
        columns: 'id, tenant_id, event, created_at, status, attempts, due_at, answered, ended_at',
        table: 'webhook_deliveries',
        where: 'tenant_id = $1',
        parameters: [this.tenantId],
        newest: 'created_at',
      },
      slice,
    );
    return { items: page.items.map(deliveryOf), total: page.total };
  }
}

const deliveryOf = (row: DeliveryRecord): WebhookDelivery => ({
  id: row.id,
  tenantId: parseTenantId(row.tenant_id),
  event: storedWord(WEBHOOK_EVENTS, row.event),
  createdAt: row.created_at.getTime(),
  status: storedWord(DELIVERY_STATUSES, row.status),
  attempts: row.attempts,
  dueAt: row.status === 'pending' ? row.due_at.getTime() : undefined,
  answered: row.answered ?? undefined,
  endedAt: instantOf(row.ended_at),
});
