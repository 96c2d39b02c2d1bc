import { DomainError, type MappingId, type SealContext, type TenantId } from '@radiant/kernel';
import { isPhiCategory, type PhiMapping } from '@radiant/phi';
import { mappingKey } from './table-keys.js';

/** A mapping as it is stored: what it says is sealed, only numbers stand in the open. */
export interface MappingItem {
  readonly pk: string;
  readonly version: number;
  readonly sealed: Uint8Array;
  /** Instants in ms. */
  readonly expires_at: number;
  readonly retain_until: number;
  /** Seconds, for the store's sweeper. */
  readonly ttl: number;
}

export const sealContext = (tenantId: TenantId, id: MappingId, version: number): SealContext => ({
  tenantId,
  record: `phi#${id}`,
  version,
});

/** What is sealed. */
export const mappingText = ({ entries, ranges }: PhiMapping): string => JSON.stringify({ entries, ranges });

export const mappingItem = (tenantId: TenantId, mapping: PhiMapping, sealed: Uint8Array): MappingItem => ({
  pk: mappingKey(tenantId, mapping.id),
  version: mapping.version,
  sealed,
  expires_at: mapping.expiresAt,
  retain_until: mapping.retainUntil,
  ttl: Math.ceil(mapping.retainUntil / 1000),
});

/** An item that was read. @throws DomainError `service_unavailable` when it is not one of ours. */
export function readItem(item: Readonly<Record<string, unknown>>): Omit<MappingItem, 'pk' | 'ttl'> {
  const { version, sealed, expires_at, retain_until } = item;
  const whole =
    typeof version === 'number' &&
    typeof expires_at === 'number' &&
    typeof retain_until === 'number' &&
    sealed instanceof Uint8Array;
  return whole ? { version, sealed, expires_at, retain_until } : invalid();
}

/** The other way from `mappingText`. */
export function readMappingText(text: string): Pick<PhiMapping, 'entries' | 'ranges'> {
  const content: unknown = JSON.parse(text);
  return { entries: list(content, 'entries').map(entry), ranges: list(content, 'ranges').map(range) };
}

function entry(value: unknown): PhiMapping['entries'][number] {
  const { placeholder, category, original } = fields(value);
  if (typeof placeholder !== 'string' || typeof original !== 'string') invalid();
  return typeof category === 'string' && isPhiCategory(category) ? { placeholder, category, original } : invalid();
}

function range(value: unknown): PhiMapping['ranges'][number] {
  const { from, next } = fields(value);
  return typeof from === 'number' && typeof next === 'number' ? { from, next } : invalid();
}

function list(content: unknown, name: string): readonly unknown[] {
  const value = fields(content)[name];
  return Array.isArray(value) ? value : invalid();
}

const fields = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : invalid();

function invalid(): never {
  throw new DomainError('service_unavailable', 'a stored mapping is not valid');
}
