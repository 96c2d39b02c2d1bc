import {
  tagGroups,
  UsageReports,
  type Period,
  type UsageEntry,
  type UsageGroup,
  type UsageSummary,
  type UsageTotal,
} from '@radiant/billing';
import { Money, type Page, type Slice, type TenantId } from '@radiant/kernel';
import type { MemoryBooks } from './memory-books.js';

/** Reads `MemoryBooks`, which know no tenants: every day is one of UTC. */
export class MemoryUsageReports extends UsageReports {
  constructor(private readonly books: MemoryBooks) {
    super();
  }

  async records(tenantId: TenantId, period: Period, slice: Slice): Promise<Page<UsageEntry>> {
    const newestFirst = this.within(tenantId, period).sort(
      (a, b) => b.createdAt - a.createdAt || (a.requestId < b.requestId ? 1 : -1),
    );
    return { items: newestFirst.slice(slice.offset, slice.offset + slice.limit), total: newestFirst.length };
  }

  async *history(tenantId: TenantId, period: Period): AsyncGenerator<UsageEntry, void, undefined> {
    yield* this.within(tenantId, period).sort(
      (a, b) => a.createdAt - b.createdAt || (a.requestId < b.requestId ? -1 : 1),
    );
  }

  async summary(tenantId: TenantId, period: Period, groupBy?: UsageGroup): Promise<UsageSummary> {
    const entries = this.within(tenantId, period);
    const total = sumOfUsage(entries);
    if (groupBy === undefined) return { total, groups: [] };
    const keys = new Set(entries.flatMap((entry) => groupKeys(entry, groupBy)));
    const groups = [...keys].map((key) => ({
      key,
      ...sumOfUsage(entries.filter((entry) => groupKeys(entry, groupBy).includes(key))),
    }));
    return { total, groups: groups.sort((a, b) => b.billedAmount.compare(a.billedAmount) || (a.key < b.key ? -1 : 1)) };
  }

  async timeZone(): Promise<string> {
    return 'UTC';
  }

  private within(tenantId: TenantId, { from, to }: Period): UsageEntry[] {
    return this.books.entries.filter(
      (entry) => entry.tenantId === tenantId && entry.createdAt >= from && entry.createdAt < to,
    );
  }
}

function groupKeys(entry: UsageEntry, groupBy: UsageGroup): readonly string[] {
  switch (groupBy) {
    case 'model':
      return [entry.modelId];
    case 'provider':
      return [entry.providerId];
    case 'user':
      return [entry.userId ?? 'none'];
    case 'key':
      return [entry.apiKeyId ?? 'none'];
    case 'app':
      return [entry.appId];
    case 'day':
      return [new Date(entry.createdAt).toISOString().slice(0, 10)];
    case 'request_type':
      return [entry.requestType];
    case 'tag':
    default:
      return tagGroups(entry.tags, groupBy);
  }
}

export const sumOfUsage = (entries: readonly UsageEntry[]): UsageTotal =>
  entries.reduce<UsageTotal>(
    (total, { usage, cost, billedAmount }) => ({
      requests: total.requests + 1,
      inputTokens: total.inputTokens + usage.inputTokens + usage.cachedInputTokens,
      outputTokens: total.outputTokens + usage.outputTokens + usage.reasoningTokens,
      cost: total.cost.plus(cost),
      billedAmount: total.billedAmount.plus(billedAmount),
    }),
    { requests: 0, inputTokens: 0, outputTokens: 0, cost: Money.zero, billedAmount: Money.zero },
  );
