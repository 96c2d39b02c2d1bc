import { breakGlassId, BreakGlassStore, type BreakGlassGrant, type BreakGlassId } from '@radiant/identity';
import { tenantId, type Page, type Slice, type TenantId } from '@radiant/kernel';
import { storedWord } from '../stored-value.js';
import type { SealedText } from './sealed-text.js';
import type { Statements } from './statements.js';
import { dateOf, instantOf } from './stored-date.js';

const STATUSES: readonly BreakGlassGrant['status'][] = ['pending', 'active', 'denied', 'ended'];
const REVIEWS = ['justified', 'not_justified'] as const;
const COLUMNS =
  'id, tenant_id, requested_by, reason, status, created_at, starts_at, expires_at, decided_by, decided_at, ' +
  'reviewed_by, reviewed_at, review';

interface BreakGlassRecord {
  readonly id: string;
  readonly tenant_id: string;
  readonly requested_by: string;
  readonly reason: Uint8Array;
  readonly status: string;
  readonly created_at: Date;
  readonly starts_at: Date | null;
  readonly expires_at: Date | null;
  readonly decided_by: string | null;
  readonly decided_at: Date | null;
  readonly reviewed_by: string | null;
  readonly reviewed_at: Date | null;
  readonly review: string | null;
}

/** The grants of one tenant; reasons are sealed. */
export class PostgresBreakGlassStore extends BreakGlassStore {
  constructor(
    private readonly statements: Statements,
    private readonly tenantId: TenantId,
    private readonly reasons: SealedText,
  ) {
    super();
  }

  async list(slice: Slice): Promise<Page<BreakGlassGrant>> {
    const page = await this.statements.page<BreakGlassRecord>(
      {
        columns: COLUMNS,
        table: 'break_glass_grants',
        where: 'tenant_id = $1',
        parameters: [this.tenantId],
        newest: 'created_at',
      },
      slice,
    );
    return { items: await Promise.all(page.items.map((row) => this.opened(row))), total: page.total };
  }

  async find(id: BreakGlassId): Promise<BreakGlassGrant | undefined> {
    await this.statements.hold('break_glass_grants', this.tenantId, id);
    const [row] = await this.statements.rows<BreakGlassRecord>(
      `select ${COLUMNS} from break_glass_grants where tenant_id = $1 and id = $2`,
      [this.tenantId, id],
    );
    return row && this.opened(row);
  }

  async add(grant: BreakGlassGrant): Promise<void> {
    await this.statements.add('break_glass_grants', {
      id: grant.id,
      tenant_id: grant.tenantId,
      requested_by: grant.requestedBy,
      reason: await this.reasons.seal(grant.tenantId, grant.id, grant.reason),
      created_at: new Date(grant.createdAt),
      ...changeable(grant),
    });
  }

  async save(grant: BreakGlassGrant): Promise<void> {
    await this.statements.save('break_glass_grants', { tenant_id: this.tenantId, id: grant.id }, changeable(grant));
  }

  private async opened(row: BreakGlassRecord): Promise<BreakGlassGrant> {
    const id = breakGlassId(row.id);
    const tenant = tenantId(row.tenant_id);
    return {
      id,
      tenantId: tenant,
      requestedBy: row.requested_by,
      reason: await this.reasons.open(tenant, id, row.reason),
      status: storedWord(STATUSES, row.status),
      createdAt: row.created_at.getTime(),
      startsAt: instantOf(row.starts_at),
      expiresAt: instantOf(row.expires_at),
      decidedBy: row.decided_by ?? undefined,
      decidedAt: instantOf(row.decided_at),
      reviewedBy: row.reviewed_by ?? undefined,
      reviewedAt: instantOf(row.reviewed_at),
      review: row.review === null ? undefined : storedWord(REVIEWS, row.review),
    };
  }
}

const changeable = (grant: BreakGlassGrant) => ({
  status: grant.status,
  starts_at: dateOf(grant.startsAt),
  expires_at: dateOf(grant.expiresAt),
  decided_by: grant.decidedBy ?? null,
  decided_at: dateOf(grant.decidedAt),
  reviewed_by: grant.reviewedBy ?? null,
  reviewed_at: dateOf(grant.reviewedAt),
  review: grant.review ?? null,
});
