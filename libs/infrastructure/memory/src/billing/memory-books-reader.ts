import {
  BooksReader,
  TenantBooks,
  type BookedCall,
  type BudgetCounter,
  type CorrectionRun,
  type HeldCall,
  type Invoice,
  type MissingDocument,
  type Price,
  type TenantMarkup,
  type WholeBill,
} from '@radiant/billing';
import type { ModelId, TenantId } from '@radiant/kernel';
import type { MemoryBooks } from './memory-books.js';

/** What the books of this process hold; its work is done before anything else changes them, if it waits for nothing. */
export class MemoryBooksReader extends BooksReader {
  /** @param priceOf a version of a model's price. */
  constructor(
    private readonly books: MemoryBooks,
    private readonly priceOf: (modelId: ModelId, version: number) => Price | undefined,
  ) {
    super();
  }

  async *tenants(): AsyncGenerator<TenantId, void, undefined> {
    const calls = [...this.books.entries, ...this.books.reservations.values(), ...this.books.budgets];
    yield* new Set(calls.map(({ tenantId }) => tenantId));
  }

  /** None: documents are kept elsewhere. */
  async missingDocuments(): Promise<readonly MissingDocument[]> {
    return [];
  }

  /** None: those are kept elsewhere as well. */
  async *providerBills(): AsyncGenerator<WholeBill, void, undefined> {}

  read<Result>(tenantId: TenantId, work: (books: TenantBooks) => Promise<Result>): Promise<Result> {
    return work(new MemoryTenantBooks(this.books, tenantId, this.priceOf));
  }
}

class MemoryTenantBooks extends TenantBooks {
  constructor(
    private readonly books: MemoryBooks,
    private readonly tenantId: TenantId,
    private readonly priceOf: (modelId: ModelId, version: number) => Price | undefined,
  ) {
    super();
  }

  async *calls(): AsyncGenerator<BookedCall, void, undefined> {
    for (const key of new Set([...this.books.usage.keys(), ...this.books.ledger.keys()])) {
      const kept = this.books.usage.get(key);
      if (kept?.entry.tenantId !== this.tenantId) continue;
      const { entry, estimate } = kept;
      yield {
        requestId: entry.requestId,
        usage: {
          modelId: entry.modelId,
          appId: entry.appId,
          userId: entry.userId,
          apiKeyId: entry.apiKeyId,
          tags: entry.tags,
          usage: entry.usage,
          cost: entry.cost,
          billedAmount: entry.billedAmount,
          priceVersion: entry.priceVersion,
          markupBasisPoints: entry.markupBasisPoints,
          markupVersion: entry.markupVersion,
          origin: estimate ? 'expiry' : 'call',
          createdAt: entry.createdAt,
        },
        lines: this.books.ledger.get(key) ?? [],
      };
    }
  }

  async *held(): AsyncGenerator<HeldCall, void, undefined> {
    for (const [key, reservation] of this.books.reservations) {
      if (reservation.tenantId !== this.tenantId) continue;
      const { requestId, billedAmount, reservedAt, expiresAt } = reservation;
      // a budget of this process holds what it covers; none of it is written down
      yield { requestId, billedAmount, reservedAt, expiresAt, budgetIds: [], settled: this.books.usage.has(key) };
    }
  }

  /** None: budgets are counted anew each time. */
  async counters(): Promise<readonly BudgetCounter[]> {
    return [];
  }

  /** None: this process keeps them elsewhere. */
  async invoices(): Promise<readonly Invoice[]> {
    return [];
  }

  /** None: nor are corrections. */
  async corrections(): Promise<readonly CorrectionRun[]> {
    return [];
  }

  /** None: those are kept elsewhere as well. */
  async markups(): Promise<readonly TenantMarkup[]> {
    return [];
  }

  async price(modelId: ModelId, version: number): Promise<Price | undefined> {
    return this.priceOf(modelId, version);
  }
}
