import { csvLine, type CsvValue } from '@radiant/kernel';
import { readableBody, type OpenedAuditBody } from '../audit-body.js';
import { moment } from '../moment.js';
import type { FoundAuditRow } from '../ports/audit-store.js';

type Column = (row: FoundAuditRow, opened: OpenedAuditBody) => CsvValue;

const COLUMNS: Readonly<Record<string, Column>> = {
  tenant_id: (row) => row.tenantId,
  sequence: (row) => row.sequence,
  id: (row) => row.id,
  occurred_at: (row) => moment(row.occurredAt),
  retention_class: (row) => row.retentionClass,
  action: ({ content }) => content?.action,
  outcome: ({ content }) => content?.outcome,
  actor_kind: ({ content }) => content?.actorKind,
  user_id: ({ content }) => content?.userId,
  admin_id: ({ content }) => content?.adminId,
  api_key_id: ({ content }) => content?.apiKeyId,
  app_id: ({ content }) => content?.appId,
  cross_tenant: ({ content }) => content?.crossTenant,
  resource_type: ({ content }) => content?.resourceType,
  resource_id: ({ content }) => content?.resourceId,
  request_id: ({ content }) => content?.requestId,
  provider_id: ({ content }) => content?.providerId,
  model_id: ({ content }) => content?.modelId,
  phi: ({ content }) => content?.phi && JSON.stringify(content.phi),
  phi_disclosed: ({ content }) => content?.phiDisclosed,
  subjects: ({ content }) => content?.subjects?.join(' '),
  ip: (_, opened) => readableBody(opened).ip,
  user_agent: (_, opened) => readableBody(opened).userAgent,
  details: (_, opened) => readableBody(opened).details && JSON.stringify(readableBody(opened).details),
  state: ({ content }, opened) => (content ? stateOf(opened) : 'purged'),
  content_hash: (row) => row.contentHash,
  hash: (row) => row.hash,
};

function stateOf(opened: OpenedAuditBody): string {
  if (opened === 'destroyed') return 'key destroyed';
  return opened === 'unreadable' ? 'not readable' : 'kept';
}

/** The first line of a file (RFC 4180), CRLF at its end. */
export const CSV_HEADER = `${Object.keys(COLUMNS).join(',')}\r\n`;

/** A row as one record of RFC 4180, CRLF at its end. Text that a spreadsheet would run begins with an apostrophe. */
export const toCsv = (row: FoundAuditRow, opened: OpenedAuditBody): string =>
  csvLine(Object.values(COLUMNS).map((column) => column(row, opened)));
