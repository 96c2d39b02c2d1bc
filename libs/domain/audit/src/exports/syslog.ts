import type { Instant } from '@radiant/kernel';
import type { OpenedAuditBody } from '../audit-body.js';
import { moment } from '../moment.js';
import type { FoundAuditRow } from '../ports/audit-store.js';
import { ocsfSeverity, toOcsf } from './ocsf.js';

/** 13, log audit (RFC 5424, table 1). */
const FACILITY = 13;
/** OCSF's informational, low and medium as syslog's informational, notice and warning (table 2). */
const SEVERITIES: readonly number[] = [6, 6, 5, 4];
const NOTICE = 5;
/** The number that RFC 5612 reserves for documentation, as the product has none registered. */
const STRUCTURED_DATA_ID = 'radiant@32473';

const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;
const HOST = /^[\u0021-\u007e]{1,255}$/;
const NOT_ASCII = /[^\u0000-\u007f]/g;
const ESCAPED = /["\\\]]/g;
/** Transports end a message at a line break (RFC 6587, section 3.4.2), some receivers at those of Unicode too. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;
/** MSGID is of printable ASCII without blanks, 32 characters at most; a word that somebody wrote into a row may be anything. */
const NO_MESSAGE_ID = /[^\u0021-\u007e]/g;
const LONGEST_MESSAGE_ID = 32;

/**
 * A row as one line of RFC 5424 with its OCSF event, in ASCII, as the message. No line break at its end.
 * @param host the machine that sends it; what is no name for one becomes `-`.
 */
export function toSyslog(row: FoundAuditRow, opened: OpenedAuditBody, host = '-'): string {
  const { content } = row;
  const priority = FACILITY * 8 + (SEVERITIES[ocsfSeverity(row)] ?? NOTICE);
  const name = HOST.test(host) ? host : '-';
  const data = structuredData({
    tenant: row.tenantId,
    id: row.id,
    sequence: row.sequence === undefined ? undefined : String(row.sequence),
    outcome: content?.outcome,
    actor: content?.userId ?? content?.adminId ?? content?.apiKeyId ?? undefined,
    resource: content?.resourceId ?? undefined,
  });
  const message = toOcsf(row, opened).replace(NOT_ASCII, escapedUnit);
  const action = (content ? content.action || '-' : 'purged').replace(NO_MESSAGE_ID, '?').slice(0, LONGEST_MESSAGE_ID);
  return `<${priority}>1 ${timestamp(row.occurredAt)} ${name} radiant - ${action} ${data} ${message}`;
}

/** RFC 5424 has years of four digits; what is no such moment is left out, as the event has it as well. */
function timestamp(instant: Instant): string {
  const text = moment(instant);
  return TIMESTAMP.test(text) ? text : '-';
}

function structuredData(parameters: Readonly<Record<string, string | undefined>>): string {
  const written = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [` ${name}="${value.replace(CONTROL, '?').replace(ESCAPED, '\\$&')}"`],
  );
  return `[${STRUCTURED_DATA_ID}${written.join('')}]`;
}

/** As JSON writes a code unit. */
const escapedUnit = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
