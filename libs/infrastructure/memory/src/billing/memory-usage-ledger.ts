import { UsageLedger, type Settlement } from '@radiant/billing';
import { DomainError } from '@radiant/kernel';
import { keyOf, type MemoryBooks } from './memory-books.js';

/** Posts to the books of this process. */
export class MemoryUsageLedger extends UsageLedger {
  constructor(private readonly books: MemoryBooks) {
    super();
  }

  async post(settlement: Settlement): Promise<void> {
    if (settlement.kind === 'release') {
      this.books.reservations.delete(keyOf(settlement));
      return;
    }
    const { entry } = settlement;
    const known = this.books.usage.get(keyOf(entry));
    if (known && !known.estimate && !known.entry.billedAmount.equals(entry.billedAmount)) {
      throw new DomainError('conflict', 'the request is billed already, with another amount', {
        requestId: entry.requestId,
      });
    }
    this.books.reservations.delete(keyOf(entry));
    if (!known || known.estimate) this.books.keep(entry, false);
  }
}
