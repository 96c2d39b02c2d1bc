import { apiKeyId, appId, mappingId, tenantId, type Page, type Slice, type TenantId } from '@radiant/kernel';
import {
  reidentificationId,
  ReidentificationStore,
  type Reidentification,
  type ReidentificationDecision,
  type ReidentificationFilter,
  type ReidentificationId,
  type ReidentificationOfText,
  type ReidentificationStatus,
} from '@radiant/phi';
import { storedWord } from '../stored-value.js';
import type { SealedText } from './sealed-text.js';
import type { Statements } from './statements.js';
import { instantOf } from './stored-date.js';

const STATUSES = ['pending', 'approved', 'denied'] as const;
const COLUMNS =
  'id, tenant_id, mapping_id, app_id, requested_by, requested_with, reason, status, created_at, expires_at, decided_by, ' +
  'decided_at, decision_reason';

/** What a request is at the moment $2; as `statusAt` says. */
const WHERE: Readonly<Record<ReidentificationStatus, string>> = {
  pending: "status = 'pending' and expires_at > $2",
  approved: "status = 'approved' and expires_at > $2",
  denied: "status = 'denied' and $2::timestamptz is not null",
  expired: "status <> 'denied' and expires_at <= $2",
};

interface ListedRecord {
  readonly id: string;
  readonly tenant_id: string;
  readonly mapping_id: string;
  readonly app_id: string;
  readonly requested_by: string;
  readonly requested_with: string | null;
  readonly reason: Uint8Array;
  readonly status: string;
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly decided_by: string | null;
  readonly decided_at: Date | null;
  readonly decision_reason: Uint8Array | null;
}

interface WholeRecord extends ListedRecord {
  /** Null once nobody may open it any more. */
  readonly text: Uint8Array | null;
}

/** What is sealed of a request; none can stand for another. */
export interface SealedReidentification {
  readonly reasons: SealedText;
  readonly texts: SealedText;
  readonly decisions: SealedText;
}

/** The requests of one tenant to see originals; reasons and texts are sealed. */
export class PostgresReidentificationStore extends ReidentificationStore {
  constructor(
    private readonly statements: Statements,
    private readonly tenantId: TenantId,
    private readonly sealed: SealedReidentification,
  ) {
    super();
  }

  async list(slice: Slice, filter?: ReidentificationFilter): Promise<Page<Reidentification>> {
    const page = await this.statements.page<ListedRecord>(
      {
        columns: COLUMNS,
        table: 'reidentification_requests',
        where: filter ? `tenant_id = $1 and ${WHERE[filter.status]}` : 'tenant_id = $1',
        parameters: filter ? [this.tenantId, new Date(filter.now)] : [this.tenantId],
        newest: 'created_at',
      },
      slice,
    );
    return { items: await Promise.all(page.items.map((row) => this.opened(row))), total: page.total };
  }

  async find(id: ReidentificationId): Promise<ReidentificationOfText | undefined> {
    const [row] = await this.statements.rows<WholeRecord>(
      `select ${COLUMNS}, text from reidentification_requests where tenant_id = $1 and id = $2`,
      [this.tenantId, id],
    );
    if (!row) return undefined;
    const text = row.text === null ? '' : await this.sealed.texts.open(this.tenantId, row.id, row.text);
    return { ...(await this.opened(row)), text };
  }

  async add(request: ReidentificationOfText): Promise<void> {
    const { id, tenantId: tenant } = request;
    await this.statements.add('reidentification_requests', {
      tenant_id: tenant,
      id,
      mapping_id: request.mappingId,
      app_id: request.appId,
      requested_by: request.requestedBy,
      requested_with: request.requestedWith ?? null,
      reason: await this.sealed.reasons.seal(tenant, id, request.reason),
      text: await this.sealed.texts.seal(tenant, id, request.text),
      created_at: new Date(request.createdAt),
      expires_at: new Date(request.expiresAt),
    });
  }

  async decide(
    id: ReidentificationId,
    { status, decidedBy, decidedAt, reason }: ReidentificationDecision,
  ): Promise<boolean> {
    const decided = await this.statements.changed(
      `update reidentification_requests set status = $3, decided_by = $4, decided_at = $5, decision_reason = $6
        where tenant_id = $1 and id = $2 and status = 'pending' and expires_at > $5`,
      [
        this.tenantId,
        id,
        status,
        decidedBy,
        new Date(decidedAt),
        await this.sealed.decisions.seal(this.tenantId, id, reason),
      ],
    );
    return decided > 0;
  }

  private async opened(row: ListedRecord): Promise<Reidentification> {
    const tenant = tenantId(row.tenant_id);
    const { reasons, decisions } = this.sealed;
    return {
      id: reidentificationId(row.id),
      tenantId: tenant,
      mappingId: mappingId(row.mapping_id),
      appId: appId(row.app_id),
      requestedBy: row.requested_by,
      requestedWith: row.requested_with === null ? undefined : apiKeyId(row.requested_with),
      reason: await reasons.open(tenant, row.id, row.reason),
      status: storedWord(STATUSES, row.status),
      createdAt: row.created_at.getTime(),
      expiresAt: row.expires_at.getTime(),
      decidedBy: row.decided_by ?? undefined,
      decidedAt: instantOf(row.decided_at),
      decisionReason:
        row.decision_reason === null ? undefined : await decisions.open(tenant, row.id, row.decision_reason),
    };
  }
}
