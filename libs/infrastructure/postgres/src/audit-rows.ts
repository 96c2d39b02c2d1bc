import { RETENTION_CLASSES, type AuditContent, type AuditRow, type FoundAuditRow } from '@radiant/audit';
import { tenantId, type Instant } from '@radiant/kernel';
import { EntitySchema } from 'typeorm';
import { storedWord } from './stored-value.js';

export interface AuditLogRow {
  tenantId: string;
  id: string;
  /** A whole number as text. */
  sequence: string | null;
  hash: string | null;
  contentHash: string;
  /** No date where somebody wrote a moment that none holds. */
  occurredAt: Date | number | null;
  retentionClass: string;
  action: string | null;
  outcome: string | null;
  actorKind: string | null;
  userId: string | null;
  adminId: string | null;
  apiKeyId: string | null;
  appId: string | null;
  crossTenant: boolean | null;
  resourceType: string | null;
  resourceId: string | null;
  requestId: string | null;
  providerId: string | null;
  modelId: string | null;
  phi: Record<string, number> | null;
  phiDisclosed: boolean | null;
  subjects: string[] | null;
  body: Buffer | null;
  recordedAt: Date;
  purgedAt: Date | null;
}

export const auditRows = new EntitySchema<AuditLogRow>({
  name: 'audit_log',
  tableName: 'audit_logs',
  columns: {
    tenantId: { type: 'uuid', name: 'tenant_id', primary: true },
    id: { type: 'uuid', primary: true },
    sequence: { type: 'bigint', nullable: true },
    hash: { type: 'char', length: 64, nullable: true },
    contentHash: { type: 'char', length: 64, name: 'content_hash' },
    occurredAt: { type: 'timestamptz', precision: 3, name: 'occurred_at' },
    retentionClass: { type: 'text', name: 'retention_class' },
    action: { type: 'text', nullable: true },
    outcome: { type: 'text', nullable: true },
    actorKind: { type: 'text', name: 'actor_kind', nullable: true },
    userId: { type: 'text', name: 'user_id', nullable: true },
    adminId: { type: 'text', name: 'admin_id', nullable: true },
    apiKeyId: { type: 'uuid', name: 'api_key_id', nullable: true },
    appId: { type: 'text', name: 'app_id', nullable: true },
    crossTenant: { type: 'boolean', name: 'cross_tenant', nullable: true },
    resourceType: { type: 'text', name: 'resource_type', nullable: true },
    resourceId: { type: 'text', name: 'resource_id', nullable: true },
    requestId: { type: 'uuid', name: 'request_id', nullable: true },
    providerId: { type: 'text', name: 'provider_id', nullable: true },
    modelId: { type: 'text', name: 'model_id', nullable: true },
    phi: { type: 'jsonb', nullable: true },
    phiDisclosed: { type: 'boolean', name: 'phi_disclosed', nullable: true },
    subjects: { type: 'text', array: true, nullable: true },
    body: { type: 'bytea', nullable: true },
    recordedAt: { type: 'timestamptz', name: 'recorded_at', default: () => 'clock_timestamp()' },
    purgedAt: { type: 'timestamptz', name: 'purged_at', nullable: true },
  },
});

/** All columns of `a` by their names here, for a statement whose rows are then as `getMany` has them. */
export const AUDIT_COLUMNS: readonly string[] = Object.entries(auditRows.options.columns).map(
  ([property, column]) => `a.${column?.name ?? property} as "${property}"`,
);

/** What is appended, in the form that the database's function `append_audit` reads. */
export const appendedAuditRow = ({ content, ...row }: AuditRow): object => ({
  tenant_id: row.tenantId,
  id: row.id,
  content_hash: row.contentHash,
  occurred_at: new Date(row.occurredAt).toISOString(),
  retention_class: row.retentionClass,
  action: content?.action,
  outcome: content?.outcome,
  actor_kind: content?.actorKind,
  user_id: content?.userId,
  admin_id: content?.adminId,
  api_key_id: content?.apiKeyId,
  app_id: content?.appId,
  cross_tenant: content?.crossTenant,
  resource_type: content?.resourceType,
  resource_id: content?.resourceId,
  request_id: content?.requestId,
  provider_id: content?.providerId,
  model_id: content?.modelId,
  phi: content?.phi,
  phi_disclosed: content?.phiDisclosed,
  subjects: content?.subjects,
  body: content?.body,
});

/** @throws DomainError `service_unavailable` when the stored row is not valid. */
export const foundAuditRow = (row: AuditLogRow): FoundAuditRow => ({
  tenantId: tenantId(row.tenantId),
  id: row.id,
  occurredAt: instantOf(row.occurredAt),
  retentionClass: storedWord(RETENTION_CLASSES, row.retentionClass),
  contentHash: row.contentHash,
  content: row.purgedAt === null ? content(row) : undefined,
  // named, not spread: rows of a shape that is put together outlive every collection but a full one
  sequence: row.sequence === null ? undefined : Number(row.sequence),
  hash: row.hash ?? undefined,
});

/** An infinity as it is, NaN for what is beyond every date: both are for the verifier to find. */
const instantOf = (moment: AuditLogRow['occurredAt']): Instant =>
  moment instanceof Date ? moment.getTime() : (moment ?? NaN);

/** Words as they stand: one that was tampered with is for the verifier to find. */
function content(row: AuditLogRow): AuditContent {
  return {
    action: row.action ?? '',
    outcome: row.outcome ?? '',
    actorKind: row.actorKind ?? '',
    userId: row.userId,
    adminId: row.adminId,
    apiKeyId: row.apiKeyId,
    appId: row.appId,
    crossTenant: row.crossTenant,
    resourceType: row.resourceType,
    resourceId: row.resourceId,
    requestId: row.requestId,
    providerId: row.providerId,
    modelId: row.modelId,
    phi: row.phi,
    phiDisclosed: row.phiDisclosed,
    subjects: row.subjects,
    body: row.body === null ? null : row.body.toString('base64'),
  };
}
