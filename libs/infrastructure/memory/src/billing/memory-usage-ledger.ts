import { UsageLedger, type Settlement } from '@radiant/billing';
import { DomainError, Money } from '@radiant/kernel';
import { keyOf, type MemoryBooks } from './memory-books.js';

/** Posts to the books of this process. */
export class MemoryUsageLedger extends UsageLedger {
  constructor(private readonly books: MemoryBooks) {
    super();
  }

  async post(settlement: Settlement): Promise<void> {
    if (settlement.kind === 'release') {
      this.books.reservations.delete(keyOf(settlement));
      this.takeBack(keyOf(settlement));
      return;
    }
    const { entry } = settlement;
    const known = this.books.usage.get(keyOf(entry));
    if (known?.heard && !known.heard.equals(entry.billedAmount)) {
      throw new DomainError('conflict', 'the request is billed already, with another amount', {
        requestId: entry.requestId,
      });
    }
    this.books.reservations.delete(keyOf(entry));
    if (!known?.heard) this.books.keep(entry, { estimate: false, heard: entry.billedAmount });
  }

  /** A call that used nothing may have been billed as reserved before that was known. */
  private takeBack(key: string): void {
    const known = this.books.usage.get(key);
    if (!known || known.heard) return;
    const usage = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 };
    const nothing = { cost: Money.zero, billedAmount: Money.zero, estimated: false };
    this.books.keep({ ...known.entry, usage, ...nothing }, { estimate: false, heard: Money.zero });
  }
}
