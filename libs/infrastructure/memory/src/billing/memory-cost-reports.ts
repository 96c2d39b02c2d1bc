import {
  CostReports,
  dayOf,
  daysPeriod,
  tagGroups,
  type CostFilter,
  type CostGroup,
  type CostQuery,
  type CostReport,
  type CostScope,
  type ExportedUsage,
  type UsageEntry,
} from '@radiant/billing';
import type { Slice, TenantId } from '@radiant/kernel';
import type { MemoryBooks } from './memory-books.js';
import { sumOfUsage } from './memory-usage-reports.js';

/** Reads `MemoryBooks`, whose tenants are all in one time zone. */
export class MemoryCostReports extends CostReports {
  constructor(private readonly books: MemoryBooks) {
    super();
  }

  async report(
    scope: CostScope,
    query: CostQuery,
    groupBy: readonly CostGroup[],
    { limit, offset }: Slice,
  ): Promise<CostReport> {
    const entries = this.matching(scope, query);
    const total = sumOfUsage(entries);
    if (groupBy.length === 0) return { total, groups: { items: [], total: 0 } };
    const grouped = new Map<string, { readonly keys: readonly string[]; readonly entries: UsageEntry[] }>();
    for (const entry of entries) {
      for (const keys of combined(groupBy.map((group) => this.keysOf(entry, group)))) {
        const name = JSON.stringify(keys);
        const group = grouped.get(name) ?? { keys, entries: [] };
        group.entries.push(entry);
        grouped.set(name, group);
      }
    }
    const items = [...grouped.values()]
      .map((group) => ({ keys: group.keys, ...sumOfUsage(group.entries) }))
      .sort((a, b) => b.billedAmount.compare(a.billedAmount) || (a.keys < b.keys ? -1 : 1));
    return { total, groups: { items: items.slice(offset, offset + limit), total: items.length } };
  }

  async *export(tenantId: TenantId, query: CostQuery): AsyncGenerator<ExportedUsage, void, undefined> {
    const oldest = this.matching(tenantId, query).sort(
      (a, b) => a.createdAt - b.createdAt || (a.requestId < b.requestId ? -1 : 1),
    );
    for (const entry of oldest) yield { entry, tenantName: 'A tenant', timeZone: this.books.timeZone };
  }

  private matching(scope: CostScope, { from, to, filter }: CostQuery): UsageEntry[] {
    const period = daysPeriod(from, to, this.books.timeZone);
    return this.books.entries.filter(
      (entry) =>
        (scope === 'all' || entry.tenantId === scope) &&
        period.from <= entry.createdAt &&
        entry.createdAt < period.to &&
        fits(entry, filter),
    );
  }

  private keysOf(entry: UsageEntry, group: CostGroup): readonly string[] {
    switch (group) {
      case 'tenant':
        return [entry.tenantId];
      case 'app':
        return [entry.appId];
      case 'user':
        return [entry.userId ?? 'none'];
      case 'key':
        return [entry.apiKeyId ?? 'none'];
      case 'model':
        return [entry.modelId];
      case 'provider':
        return [entry.providerId];
      case 'day':
        return [dayOf(this.books.timeZone, entry.createdAt)];
      case 'request_type':
        return [entry.requestType];
      case 'tag':
      default:
        return tagGroups(entry.tags, group);
    }
  }
}

/** Every way to take one of each. */
const combined = (choices: readonly (readonly string[])[]): readonly (readonly string[])[] =>
  choices.reduce<readonly (readonly string[])[]>(
    (taken, next) => taken.flatMap((keys) => next.map((key) => [...keys, key])),
    [[]],
  );

const fits = (entry: UsageEntry, { appId, userId, apiKeyId, modelId, providerId, tag }: CostFilter): boolean =>
  (appId === undefined || entry.appId === appId) &&
  (userId === undefined || entry.userId === userId) &&
  (apiKeyId === undefined || entry.apiKeyId === apiKeyId) &&
  (modelId === undefined || entry.modelId === modelId) &&
  (providerId === undefined || entry.providerId === providerId) &&
  (tag === undefined || entry.tags.includes(tag));
