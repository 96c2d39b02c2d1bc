import { RETENTION_CLASSES, type FoundAuditRow } from '@radiant/audit';
import { tenantId, type AuditDetails, type TenantId } from '@radiant/kernel';

export type Fields = Readonly<Record<string, unknown>>;

let lastTenant: TenantId | undefined;

/** The id of a text that is known to be a UUID: the rows of a file have the same, as a rule. */
export function idOf(text: string): TenantId {
  if (text !== lastTenant) lastTenant = tenantId(text);
  return lastTenant;
}

export const isDetails = (value: unknown): value is AuditDetails =>
  isObject(value) &&
  Object.values(value).every((each) => each === null || ['string', 'number', 'boolean'].includes(typeof each));

export const isCounts = (value: unknown): value is Readonly<Record<string, number>> =>
  isObject(value) && Object.values(value).every((each) => Number.isSafeInteger(each));

export const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');

const CLASSES: ReadonlySet<unknown> = new Set(RETENTION_CLASSES);
const SHA256 = /^[0-9a-f]{64}$/;

export const isClass = (value: unknown): value is FoundAuditRow['retentionClass'] => CLASSES.has(value);

export const isHash = (value: unknown): value is string => typeof value === 'string' && SHA256.test(value);

export const isSequence = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) > 0;

export const isTextOrNull = (value: unknown): value is string | null => value === null || typeof value === 'string';

export const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Undefined for what is no JSON. */
export function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
