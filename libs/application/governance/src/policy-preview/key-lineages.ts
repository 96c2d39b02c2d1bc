import type { ApiKeyStore } from '@radiant/identity';
import type { ApiKeyId } from '@radiant/kernel';

/** Of keys that took another's place, the first of the line. */
export type KeyLineages = ReadonlyMap<ApiKeyId, ApiKeyId>;

const AT_ONCE = 1_000;

/** @throws DomainError `service_unavailable`. */
export async function keyLineages(apiKeys: Pick<ApiKeyStore, 'list'>): Promise<KeyLineages> {
  const lineages = new Map<ApiKeyId, ApiKeyId>();
  for (let offset = 0, more = true; more; offset += AT_ONCE) {
    const { items, total } = await apiKeys.list({ limit: AT_ONCE, offset });
    for (const { id, lineage } of items) if (lineage !== undefined) lineages.set(id, lineage);
    more = offset + AT_ONCE < total;
  }
  return lineages;
}
