import type { AuditBody, OpenedAuditBody } from '../audit-body.js';
import { contentFields } from '../content-fields.js';
import { moment } from '../moment.js';
import type { FoundAuditRow } from '../ports/audit-store.js';

/**
 * A row as one line of JSON Lines, `\n` at its end. Everything that the hashes cover is there, the sealed body too, so that
 * the chain can be verified from the file alone; `opened` is the body for people.
 */
export function toJsonLine(row: FoundAuditRow, opened: OpenedAuditBody): string {
  const line = JSON.stringify({
    tenantId: row.tenantId,
    sequence: row.sequence ?? null,
    id: row.id,
    occurredAt: moment(row.occurredAt),
    retentionClass: row.retentionClass,
    contentHash: row.contentHash,
    hash: row.hash ?? null,
    content: row.content ? contentFields(row.content) : null,
    opened: typeof opened === 'string' ? opened : openedFields(opened),
  });
  return `${line}\n`;
}

const openedFields = ({ ip, userAgent, details }: AuditBody) => ({
  ip,
  userAgent,
  details,
});
