import { DomainError, tenantId, type Instant, type Sealer, type TenantId } from '@radiant/kernel';
import { SealedText } from './governance/sealed-text.js';
import type { UnitOfWork } from './unit-of-work.js';

/** What the secrets of webhooks are sealed as. */
export const WEBHOOK_SECRET = 'webhook';

/** One event that is to be sent now. */
export interface DueDelivery {
  readonly tenantId: TenantId;
  readonly id: string;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly createdAt: Instant;
  /** How long ago that was by the database's clock, in ms. */
  readonly ageMs: number;
  /** This one included. */
  readonly attempts: number;
  /** Undefined: the tenant is told nowhere any more. */
  readonly to: { readonly url: string; readonly secret: string } | undefined;
}

/** How an attempt ended; `againAfterMs` is how long from now the next one may begin. */
export type DeliveryEnd =
  { readonly status: 'delivered' | 'failed' } | { readonly status: 'pending'; readonly againAfterMs: number };

interface DueRow {
  readonly tenant_id: string;
  readonly id: string;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly created_at: Date;
  readonly age_ms: number;
  readonly attempts: number;
  readonly webhook: string | null;
  readonly url: string | null;
  readonly secret: Uint8Array | null;
}

/** Deliveries of all tenants that are due. Its connection must be of the administration's role. */
export class WebhookOutbox {
  private readonly secrets: SealedText;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    sealer: Sealer,
  ) {
    this.secrets = new SealedText(sealer, WEBHOOK_SECRET);
  }

  /** Nobody else gets them for so many seconds. @throws DomainError `service_unavailable`. */
  async claim(most: number, seconds: number): Promise<readonly DueDelivery[]> {
    const rows = await this.unitOfWork.forPlatform((manager) =>
      manager.query<readonly DueRow[]>(
        `select *, extract(epoch from now() - created_at)::double precision * 1000 as age_ms
          from claim_webhook_deliveries($1, $2)`,
        [most, seconds],
      ),
    );
    return Promise.all(rows.map((row) => this.due(row)));
  }

  /** @param answered the receiver's status; undefined: it gave none. */
  async ended(delivery: DueDelivery, end: DeliveryEnd, answered: number | undefined): Promise<void> {
    const { tenantId: tenant, id } = delivery;
    await this.unitOfWork.forTenant(tenant, (manager) =>
      manager.query(
        `update webhook_deliveries set status = $3, answered = $4, due_at = coalesce(now() + $5 * interval '1 ms', due_at),
            ended_at = case when $3 = 'pending' then null else now() end
          where tenant_id = $1 and id = $2 and status = 'pending'`,
        [tenant, id, end.status, answered ?? null, end.status === 'pending' ? end.againAfterMs : null],
      ),
    );
  }

  private async due(row: DueRow): Promise<DueDelivery> {
    const tenant = tenantId(row.tenant_id);
    const { webhook, url, secret } = row;
    const to =
      webhook === null || url === null || secret === null
        ? undefined
        : { url, secret: await this.secrets.open(tenant, webhook, secret).catch(unreadable) };
    return {
      tenantId: tenant,
      id: row.id,
      event: row.event,
      data: row.data,
      createdAt: row.created_at.getTime(),
      ageMs: row.age_ms,
      attempts: row.attempts,
      to: to?.secret === '' ? undefined : to,
    };
  }
}

/** One tenant's trouble keeps nobody else's deliveries back. */
function unreadable(error: unknown): string {
  if (error instanceof DomainError && error.code === 'internal_error') return '';
  throw error;
}
