import { legalHoldId, LegalHoldStore, type LegalHold, type LegalHoldId } from '@radiant/identity';
import {
  DomainError,
  PLATFORM_TENANT,
  tenantId,
  type ErrorCode,
  type Instant,
  type Page,
  type Slice,
  type TenantId,
} from '@radiant/kernel';
import type { SealedText } from './sealed-text.js';
import type { Statements } from './statements.js';
import { dateOf, instantOf } from './stored-date.js';

const COLUMNS = 'id, tenant_id, reason, placed_by, by_platform, placed_at, released_by, released_at';

interface LegalHoldRecord {
  readonly id: string;
  readonly tenant_id: string;
  readonly reason: Uint8Array;
  readonly placed_by: string;
  readonly by_platform: boolean;
  readonly placed_at: Date;
  readonly released_by: string | null;
  readonly released_at: Date | null;
}

/**
 * The legal holds of one tenant; reasons are sealed. Once the tenant's key is destroyed it is the platform's that seals
 * them: what is left of a deleted tenant may have to be kept as well.
 */
export class PostgresLegalHoldStore extends LegalHoldStore {
  constructor(
    private readonly statements: Statements,
    private readonly tenantId: TenantId,
    private readonly reasons: SealedText,
  ) {
    super();
  }

  async list(slice: Slice): Promise<Page<LegalHold>> {
    const page = await this.statements.page<LegalHoldRecord>(
      {
        columns: COLUMNS,
        table: 'legal_holds',
        where: 'tenant_id = $1',
        parameters: [this.tenantId],
        newest: 'placed_at',
      },
      slice,
    );
    return { items: await Promise.all(page.items.map((row) => this.opened(row))), total: page.total };
  }

  async find(id: LegalHoldId): Promise<LegalHold | undefined> {
    const [row] = await this.statements.rows<LegalHoldRecord>(
      `select ${COLUMNS} from legal_holds where tenant_id = $1 and id = $2`,
      [this.tenantId, id],
    );
    return row && this.opened(row);
  }

  async add(hold: LegalHold): Promise<void> {
    await this.statements.add('legal_holds', {
      id: hold.id,
      tenant_id: hold.tenantId,
      reason: await this.sealed(hold),
      placed_by: hold.placedBy,
      by_platform: hold.byPlatform,
      placed_at: new Date(hold.placedAt),
      released_by: hold.releasedBy ?? null,
      released_at: dateOf(hold.releasedAt),
    });
  }

  async release(id: LegalHoldId, by: string, at: Instant): Promise<boolean> {
    const released = await this.statements.changed(
      'update legal_holds set released_by = $3, released_at = $4 where tenant_id = $1 and id = $2 and released_at is null',
      [this.tenantId, id, by, new Date(at)],
    );
    return released > 0;
  }

  private async opened(row: LegalHoldRecord): Promise<LegalHold> {
    const id = legalHoldId(row.id);
    const tenant = tenantId(row.tenant_id);
    return {
      id,
      tenantId: tenant,
      reason: await this.reasonOf(tenant, id, row.reason),
      placedBy: row.placed_by,
      byPlatform: row.by_platform,
      placedAt: row.placed_at.getTime(),
      releasedBy: row.released_by ?? undefined,
      releasedAt: instantOf(row.released_at),
    };
  }

  private sealed({ tenantId, id, reason }: LegalHold): Promise<Uint8Array> {
    return this.reasons
      .seal(tenantId, id, reason)
      .catch(unless('not_found', () => this.reasons.seal(PLATFORM_TENANT, forPlatform(tenantId, id), reason)));
  }

  private async reasonOf(tenantId: TenantId, id: LegalHoldId, sealed: Uint8Array): Promise<string> {
    const reason = await this.reasons.open(tenantId, id, sealed);
    if (reason !== '') return reason;
    return this.reasons
      .open(PLATFORM_TENANT, forPlatform(tenantId, id), sealed)
      .catch(unless('internal_error', () => Promise.resolve(''))); // of a hold that is older than the destruction
  }
}

const forPlatform = (tenantId: TenantId, id: LegalHoldId): string => `${tenantId}#${id}`;

const unless =
  <Value>(code: ErrorCode, instead: () => Promise<Value>) =>
  (error: unknown): Promise<Value> => {
    if (error instanceof DomainError && error.code === code) return instead();
    throw error;
  };
