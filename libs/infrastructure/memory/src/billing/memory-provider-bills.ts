import {
  dayOf,
  ProviderBillStore,
  ProviderCosts,
  type BilledDays,
  type BilledLine,
  type BookedCost,
  type ProviderBill,
  type StandingLine,
  type UsageEntry,
} from '@radiant/billing';
import { DomainError, Money, type Page, type Slice } from '@radiant/kernel';
import type { MemoryBooks } from './memory-books.js';

/** A bill with its lines. */
export interface KeptProviderBill {
  readonly bill: ProviderBill;
  readonly lines: readonly BilledLine[];
}

/** Bills of providers, in this process. */
export class MemoryProviderBillStore extends ProviderBillStore {
  constructor(private readonly kept: KeptProviderBill[]) {
    super();
  }

  async list({ limit, offset }: Slice): Promise<Page<ProviderBill>> {
    const newest = this.kept
      .map(({ bill }) => bill)
      .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
    return { items: newest.slice(offset, offset + limit), total: newest.length };
  }

  async newest(name: string): Promise<ProviderBill | undefined> {
    return this.versions(name).at(-1)?.bill;
  }

  async add(bill: ProviderBill, lines: readonly BilledLine[]): Promise<void> {
    const taken = this.kept.some(
      (one) => one.bill.id === bill.id || (one.bill.name === bill.name && one.bill.version === bill.version),
    );
    if (taken) throw new DomainError('conflict', 'there is such a row already: provider bill');
    this.kept.push({ bill, lines: [...lines] });
  }

  async standing({ from, to, providerId }: BilledDays): Promise<readonly StandingLine[]> {
    return this.kept
      .filter((one) => one === this.versions(one.bill.name).at(-1))
      .flatMap(({ bill, lines }) => lines.map((line) => ({ ...line, bill: bill.name })))
      .filter(({ day }) => from <= day && day < to)
      .filter((line) => providerId === undefined || line.providerId === providerId)
      .sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  }

  private versions(name: string): readonly KeptProviderBill[] {
    return this.kept.filter(({ bill }) => bill.name === name).sort((a, b) => a.bill.version - b.bill.version);
  }
}

const orderOf = ({ day, providerId, model, bill }: StandingLine): string => [day, providerId, model, bill].join('\n');

/** Adds up the usage of `MemoryBooks`. */
export class MemoryProviderCosts extends ProviderCosts {
  constructor(private readonly books: MemoryBooks) {
    super();
  }

  async booked({ from, to, providerId }: BilledDays, timeZone: string): Promise<readonly BookedCost[]> {
    const sums = new Map<string, BookedCost>();
    for (const entry of this.books.entries) {
      const day = dayOf(timeZone, entry.createdAt);
      if (day < from || day >= to || entry.usage.detail?.cache_hits) continue;
      if (providerId !== undefined && entry.providerId !== providerId) continue;
      const key = [day, entry.providerId, entry.modelId].join('\n');
      sums.set(key, added(sums.get(key), entry, day));
    }
    return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cost]) => cost);
  }
}

const added = (before: BookedCost | undefined, { usage, ...entry }: UsageEntry, day: string): BookedCost => ({
  providerId: entry.providerId,
  modelId: entry.modelId,
  day,
  requests: (before?.requests ?? 0) + 1,
  estimated: (before?.estimated ?? 0) + (entry.estimated ? 1 : 0),
  inputTokens: (before?.inputTokens ?? 0) + usage.inputTokens + usage.cachedInputTokens,
  cachedInputTokens: (before?.cachedInputTokens ?? 0) + usage.cachedInputTokens,
  outputTokens: (before?.outputTokens ?? 0) + usage.outputTokens + usage.reasoningTokens,
  cost: (before?.cost ?? Money.zero).plus(entry.cost),
});
