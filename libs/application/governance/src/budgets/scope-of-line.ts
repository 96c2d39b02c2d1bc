import type { BudgetScope } from '@radiant/billing';
import type { ApiKeyStore, ManagedApiKey } from '@radiant/identity';
import { apiKeyId, type ApiKeyId } from '@radiant/kernel';

const AT_ONCE = 1_000;

/**
 * The scope of all keys of the line that a key belongs to: the first one, and those that took its place.
 * @returns undefined where there is no such key. @throws DomainError `validation_error` where it is no id of a key.
 */
export async function scopeOfLine(
  apiKeys: Pick<ApiKeyStore, 'find' | 'list'>,
  key: string,
): Promise<BudgetScope | undefined> {
  const found = await apiKeys.find(apiKeyId(key, 'scope.value'));
  if (!found) return undefined;
  const first = firstOf(found);
  const successors: ManagedApiKey[] = [];
  for (let offset = 0, more = true; more; offset += AT_ONCE) {
    const { items, total } = await apiKeys.list({ limit: AT_ONCE, offset });
    successors.push(...items.filter((one) => one.id !== first && firstOf(one) === first));
    more = offset + AT_ONCE < total;
  }
  successors.sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  return { kind: 'key', value: first, ...(successors.length > 0 && { successors: successors.map(({ id }) => id) }) };
}

const firstOf = ({ id, lineage }: ManagedApiKey): ApiKeyId => lineage ?? id;
