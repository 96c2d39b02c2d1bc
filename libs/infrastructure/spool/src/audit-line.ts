import { contentFields, RETENTION_CLASSES, type AuditContent, type AuditRow } from '@radiant/audit';
import { AUDIT_ACTIONS, isUuid, tenantId, type AuditOutcome, type TenantId } from '@radiant/kernel';
import {
  base64,
  counts,
  flag,
  instant,
  LineFields,
  oneOf,
  sha256,
  text,
  texts,
  type FieldParser,
} from './line-fields.js';

const OUTCOMES = ['success', 'refused', 'failed'] as const satisfies readonly AuditOutcome[];
const ACTOR_KINDS = ['service', 'user', 'admin', 'system'] as const satisfies readonly AuditContent['actorKind'][];

const uuid: FieldParser<string> = (value) => (typeof value === 'string' && isUuid(value) ? value : undefined);
export const tenant: FieldParser<TenantId> = (value) =>
  typeof value === 'string' && isUuid(value) ? tenantId(value) : undefined;

/** A row as one line of JSON, as `parseAuditLine` reads it. */
export const auditLine = (row: AuditRow): string =>
  JSON.stringify({
    tenantId: row.tenantId,
    id: row.id,
    occurredAt: row.occurredAt,
    retentionClass: row.retentionClass,
    contentHash: row.contentHash,
    content: row.content === undefined ? null : contentFields(row.content),
  });

/** The row of a line. @throws DomainError `internal_error` for a text that `auditLine` did not write. */
export function parseAuditLine(line: string): AuditRow {
  const fields = LineFields.parse(line, 'audit row');
  const content = fields.takeNullable('content', (value) =>
    value === undefined ? undefined : new LineFields(value, 'audit row'),
  );
  const row: AuditRow = {
    tenantId: fields.take('tenantId', tenant),
    id: fields.take('id', uuid),
    occurredAt: fields.take('occurredAt', instant),
    retentionClass: fields.take('retentionClass', oneOf(RETENTION_CLASSES)),
    contentHash: fields.take('contentHash', sha256),
    content: content === null ? undefined : parseContent(content),
  };
  fields.end();
  return row;
}

function parseContent(fields: LineFields): AuditContent {
  const content: AuditContent = {
    action: fields.take('action', oneOf(AUDIT_ACTIONS)),
    outcome: fields.take('outcome', oneOf(OUTCOMES)),
    actorKind: fields.take('actorKind', oneOf(ACTOR_KINDS)),
    userId: fields.takeNullable('userId', text),
    adminId: fields.takeNullable('adminId', text),
    apiKeyId: fields.takeNullable('apiKeyId', uuid),
    appId: fields.takeNullable('appId', text),
    crossTenant: fields.take('crossTenant', flag),
    resourceType: fields.takeNullable('resourceType', text),
    resourceId: fields.takeNullable('resourceId', text),
    requestId: fields.takeNullable('requestId', uuid),
    providerId: fields.takeNullable('providerId', text),
    modelId: fields.takeNullable('modelId', text),
    phi: fields.takeNullable('phi', counts),
    phiDisclosed: fields.takeNullable('phiDisclosed', flag),
    subjects: fields.takeNullable('subjects', texts),
    body: fields.takeNullable('body', base64),
  };
  fields.end();
  return content;
}
