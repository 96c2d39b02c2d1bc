import type { AuditActor, AuditOutcome } from '@radiant/kernel';
import type { AuditBody, OpenedAuditBody } from '../audit-body.js';
import type { AuditContent } from '../audit-row.js';
import type { FoundAuditRow } from '../ports/audit-store.js';
import { OCSF_ACTIVITY_OF } from './ocsf-activities.js';

/** Of the Open Cybersecurity Schema Framework. */
const SCHEMA_VERSION = '1.3.0';
const CATEGORY = 6;
const CLASS = 6003;
const UNKNOWN = 0;
const OTHER = 99;

type Json = string | number | boolean | null | undefined | readonly Json[] | { readonly [name: string]: Json };
type JsonObject = Readonly<Record<string, Json>>;

/** `status_id`: 1 is success, 2 is failure. */
const STATUS_OF: Readonly<Record<AuditOutcome, number>> = { success: 1, refused: 2, failed: 2 };
/** `type_id` of a user: 1 is a user, 2 an administrator, 3 the system. */
const USER_TYPE_OF: Readonly<Record<AuditActor['kind'], number>> = {
  user: 1,
  admin: 2,
  system: 3,
  service: OTHER,
};
const USER_TYPE_NAMES: Readonly<Record<AuditActor['kind'], string>> = {
  user: 'User',
  admin: 'Admin',
  system: 'System',
  service: 'Service',
};

/** What a table says of a stored word, which may be one that nobody of ours wrote. */
const of = <Value>(table: Readonly<Record<string, Value>>, word: string, otherwise: Value): Value =>
  Object.hasOwn(table, word) ? (table[word] ?? otherwise) : otherwise;

/** `severity_id`: 3 (medium) what was refused, 2 (low) what failed or touches security, 1 (informational) the rest. */
export function ocsfSeverity({ content, retentionClass }: FoundAuditRow): number {
  if (content?.outcome === 'refused') return 3;
  return content?.outcome === 'failed' || retentionClass === 'security' ? 2 : 1;
}

/** A row as one line of JSON, an event of OCSF's class API Activity (6003). No line break at its end. */
export function toOcsf(row: FoundAuditRow, opened: OpenedAuditBody): string {
  const { content } = row;
  const body = typeof opened === 'string' ? undefined : opened;
  const activity = content ? of(OCSF_ACTIVITY_OF, content.action, UNKNOWN) : UNKNOWN;
  return JSON.stringify({
    category_uid: CATEGORY,
    class_uid: CLASS,
    type_uid: CLASS * 100 + activity,
    activity_id: activity,
    activity_name: activity === OTHER ? content?.action : undefined,
    time: row.occurredAt,
    severity_id: ocsfSeverity(row),
    status_id: content ? of(STATUS_OF, content.outcome, UNKNOWN) : UNKNOWN,
    status_code: content?.outcome,
    metadata: {
      version: SCHEMA_VERSION,
      product: { name: 'RADIANT', vendor_name: 'RADIANT', feature: { name: 'audit trail' } },
      uid: row.id,
      tenant_uid: row.tenantId,
      correlation_uid: content?.requestId ?? undefined,
      sequence: row.sequence,
    },
    actor: content ? actor(content) : { user: { name: 'unknown', type_id: UNKNOWN } },
    api: {
      operation: content?.action ?? 'unknown',
      request: content?.requestId ? { uid: content.requestId } : undefined,
    },
    src_endpoint: body?.ip ? { ip: body.ip } : { name: 'unknown' },
    http_request: body?.userAgent ? { user_agent: body.userAgent } : undefined,
    resources: resources(content),
    unmapped: unmapped(row, opened, body),
  } satisfies JsonObject);
}

function actor({ actorKind, userId, adminId, apiKeyId, appId }: AuditContent): JsonObject {
  const uid = userId ?? adminId ?? apiKeyId;
  return {
    user: {
      ...(uid === null ? { name: actorKind } : { uid }),
      type_id: of(USER_TYPE_OF, actorKind, UNKNOWN),
      type: of(USER_TYPE_NAMES, actorKind, 'Unknown'),
      credential_uid: apiKeyId ?? undefined,
    },
    app_uid: appId ?? undefined,
  };
}

/** An entry needs a name or an id. */
function resources(content: AuditContent | undefined): Json {
  const { resourceType: type, resourceId: uid } = content ?? {};
  return type ? [{ type, ...(uid ? { uid } : { name: type }) }] : undefined;
}

/** What the schema has no place for. */
function unmapped(row: FoundAuditRow, opened: OpenedAuditBody, body: AuditBody | undefined): JsonObject {
  const { content } = row;
  return {
    retention_class: row.retentionClass,
    content_hash: row.contentHash,
    hash: row.hash,
    purged: content === undefined,
    body_destroyed: opened === 'destroyed',
    body_unreadable: opened === 'unreadable' || undefined,
    cross_tenant: content?.crossTenant,
    provider_id: content?.providerId ?? undefined,
    model_id: content?.modelId ?? undefined,
    phi: content?.phi ?? undefined,
    phi_disclosed: content?.phiDisclosed ?? undefined,
    subjects: content?.subjects ?? undefined,
    details: body?.details ?? undefined,
  };
}
