import { toJsonLine, type AuditContent, type FoundAuditRow, type OpenedAuditBody } from '@radiant/audit';
import { isUuid } from '@radiant/kernel';
import { parsePlainRow } from './plain-row.js';
import {
  idOf,
  isClass,
  isCounts,
  isDetails,
  isHash,
  isObject,
  isSequence,
  isTextOrNull,
  isTexts,
  json,
  type Fields,
} from './row-fields.js';

/**
 * The row of a line that `toJsonLine` wrote; undefined for any other line, even one that differs in a space or names a
 * field twice: what is verified is exactly what is there to be read.
 */
export const parseExportedRow = (line: string): FoundAuditRow | undefined => parsePlainRow(line) ?? parseAnyRow(line);

/** As `parseExportedRow`, for lines of any kind. */
export function parseAnyRow(line: string): FoundAuditRow | undefined {
  const fields = json(line);
  if (!isObject(fields)) return undefined;
  const { content, opened } = fields;
  const row = rowOf(fields, content === null ? undefined : content);
  return row && isOpened(opened) && toJsonLine(row, opened) === `${line}\n` ? row : undefined;
}

/** @param content undefined for a row that was emptied. @returns undefined for fields that are no row's. */
export function rowOf(fields: Fields, content: unknown): FoundAuditRow | undefined {
  const { tenantId: tenant, id, occurredAt, retentionClass, contentHash, sequence, hash } = fields;
  if (content !== undefined && !isContent(content)) return undefined;
  if (typeof tenant !== 'string' || !isUuid(tenant) || typeof id !== 'string') return undefined;
  if (typeof occurredAt !== 'string' || !isClass(retentionClass) || !isHash(contentHash)) return undefined;
  const row = { tenantId: idOf(tenant), id, occurredAt: instantOf(occurredAt), retentionClass, contentHash, content };
  if (sequence === null && hash === null) return row;
  return isSequence(sequence) && isHash(hash) ? { ...row, sequence, hash } : undefined;
}

/** What is no moment is written as a number by the export, as such a row must not end a verification. */
const instantOf = (text: string): number => {
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? Number(text) : instant;
};

function isContent(value: unknown): value is AuditContent {
  if (!isObject(value)) return false;
  return (
    WORDS.every((field) => typeof value[field] === 'string') &&
    TEXTS.every((field) => isTextOrNull(value[field])) &&
    FLAGS.every((field) => value[field] === null || typeof value[field] === 'boolean') &&
    (value['phi'] === null || isCounts(value['phi'])) &&
    (value['subjects'] === null || isTexts(value['subjects']))
  );
}

const WORDS = ['action', 'outcome', 'actorKind'] as const satisfies readonly (keyof AuditContent)[];
const FLAGS = ['crossTenant', 'phiDisclosed'] as const satisfies readonly (keyof AuditContent)[];
const TEXTS = [
  'userId',
  'adminId',
  'apiKeyId',
  'appId',
  'resourceType',
  'resourceId',
  'requestId',
  'providerId',
  'modelId',
  'body',
] as const satisfies readonly (keyof AuditContent)[];

function isOpened(value: unknown): value is OpenedAuditBody {
  if (value === 'destroyed' || value === 'unreadable') return true;
  if (!isObject(value)) return false;
  const { ip, userAgent, details } = value;
  return isTextOrNull(ip) && isTextOrNull(userAgent) && (details === null || isDetails(details));
}
