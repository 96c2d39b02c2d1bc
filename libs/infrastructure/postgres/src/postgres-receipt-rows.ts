import { RETENTION_CLASSES } from '@radiant/audit';
import { ReceiptRows, type ChainLink, type ReceiptRow } from '@radiant/inference';
import type { RequestId, TenantId } from '@radiant/kernel';
import { foundAuditRow, type AuditLogRow } from './audit-rows.js';
import { storedWord } from './stored-value.js';
import type { UnitOfWork } from './unit-of-work.js';

type StoredReceipt = Omit<AuditLogRow, 'recordedAt' | 'purgedAt'> & {
  readonly previousHash: string | null;
};

interface StoredLink {
  readonly sequence: string;
  readonly hash: string;
  readonly contentHash: string;
  readonly occurredAt: Date;
  readonly retentionClass: string;
}

/** Reads receipts through the two functions of the database that show them: the application may not read the trail. */
export class PostgresReceiptRows extends ReceiptRows {
  constructor(private readonly unitOfWork: UnitOfWork) {
    super();
  }

  async find(tenantId: TenantId, requestId: RequestId): Promise<ReceiptRow | undefined> {
    const [row] = await this.unitOfWork.forTenant(tenantId, (manager) =>
      manager.query<readonly StoredReceipt[]>(
        `select tenant_id as "tenantId", id, sequence, hash, previous_hash as "previousHash", content_hash as "contentHash",
           occurred_at as "occurredAt", retention_class as "retentionClass", action, outcome, actor_kind as "actorKind",
           user_id as "userId", admin_id as "adminId", api_key_id as "apiKeyId", app_id as "appId",
           cross_tenant as "crossTenant", resource_type as "resourceType", resource_id as "resourceId",
           request_id as "requestId", provider_id as "providerId", model_id as "modelId", phi,
           phi_disclosed as "phiDisclosed", subjects, body
         from receipt_rows($1)`,
        [requestId],
      ),
    );
    if (!row) return undefined;
    const { previousHash, ...fields } = row;
    return {
      row: foundAuditRow({ ...fields, recordedAt: new Date(0), purgedAt: null }),
      previousHash: previousHash ?? undefined,
    };
  }

  async links(tenantId: TenantId, after: number, upTo: number): Promise<readonly ChainLink[]> {
    const rows = await this.unitOfWork.forTenant(tenantId, (manager) =>
      manager.query<readonly StoredLink[]>(
        `select sequence, hash, content_hash as "contentHash", occurred_at as "occurredAt",
           retention_class as "retentionClass"
         from receipt_links($1, $2) order by sequence`,
        [after, upTo],
      ),
    );
    return rows.map((row) => ({
      tenantId,
      sequence: Number(row.sequence),
      hash: row.hash,
      contentHash: row.contentHash,
      occurredAt: row.occurredAt.getTime(),
      retentionClass: storedWord(RETENTION_CLASSES, row.retentionClass),
    }));
  }
}
