import { appId, DomainError, type MappingId, type SealContext, type TenantId } from '@radiant/kernel';
import { isPhiCategory, type PhiMapping } from '@radiant/phi';
import { mappingKey, sessionScope } from './table-keys.js';

export type MappingScope = 'tenant' | 'session';

/** A mapping as it is stored: what it says is sealed, only numbers stand in the open. */
export interface MappingItem {
  readonly pk: string;
  readonly version: number;
  /** `session` when it is sealed under the key of the session whose id it bears; otherwise under the tenant's. */
  readonly scope: MappingScope;
  readonly sealed: Uint8Array;
  /** Instants in ms. They may shorten the item's life and never prolong it: the sealed ones hold as well. */
  readonly expires_at: number;
  readonly retain_until: number;
  /** Seconds, for the store's sweeper. */
  readonly ttl: number;
}

/** What is sealed: the dates too, so that editing the item does not prolong it. */
export type MappingContent = Omit<PhiMapping, 'id' | 'version'>;

export const sealContext = (
  tenantId: TenantId,
  id: MappingId,
  { version, scope }: Pick<MappingItem, 'version' | 'scope'>,
): SealContext => ({
  tenantId,
  record: `phi#${id}`,
  version,
  ...(scope === 'session' && { keyScope: sessionScope(id) }),
});

export const contentText = ({ app, entries, ranges, expiresAt, retainUntil }: PhiMapping): string =>
  JSON.stringify({ app, entries, ranges, expiresAt, retainUntil });

export const mappingItem = (
  tenantId: TenantId,
  mapping: PhiMapping,
  scope: MappingScope,
  sealed: Uint8Array,
): MappingItem => ({
  pk: mappingKey(tenantId, mapping.id),
  version: mapping.version,
  scope,
  sealed,
  expires_at: mapping.expiresAt,
  retain_until: mapping.retainUntil,
  ttl: Math.ceil(mapping.retainUntil / 1000),
});

/** An item that was read. @throws DomainError `internal_error` when it is not one of ours. */
export function readItem(item: Readonly<Record<string, unknown>>): Omit<MappingItem, 'pk' | 'ttl' | 'expires_at'> {
  const { version, scope, sealed, retain_until } = item;
  if (typeof version !== 'number' || typeof retain_until !== 'number') invalid();
  if (scope !== 'tenant' && scope !== 'session') invalid();
  return sealed instanceof Uint8Array ? { version, scope, sealed, retain_until } : invalid();
}

/** The other way from `contentText`. @throws DomainError `internal_error`. */
export function readContent(text: string): MappingContent {
  const { app, entries, ranges, expiresAt, retainUntil } = fields(JSON.parse(text));
  if (typeof expiresAt !== 'number' || typeof retainUntil !== 'number') invalid();
  return {
    app: typeof app === 'string' ? appId(app) : undefined,
    entries: list(entries).map(entry),
    ranges: list(ranges).map(range),
    expiresAt,
    retainUntil,
  };
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

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : invalid());

const fields = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : invalid();

function invalid(): never {
  throw new DomainError('internal_error', 'a stored mapping is not valid');
}
