import type { Instant, Page, Slice } from '@radiant/kernel';
import type { Invoice, InvoiceId } from '../invoices/invoice.js';
import type { LedgerShare } from '../invoices/outstanding.js';
import type { Period } from './usage-reports.js';

/** The invoices and credit notes of one tenant, within a transaction. */
export abstract class InvoiceStore {
  /** Newest first. */
  abstract list(slice: Slice): Promise<Page<Invoice>>;
  abstract find(id: InvoiceId): Promise<Invoice | undefined>;
  /**
   * All documents, drafts too, whose period or a line's period overlaps `period`, oldest first. No other transaction
   * adds, changes or finalises a document of the tenant until this one ends.
   */
  abstract overlapping(period: Period): Promise<readonly Invoice[]>;
  /** Keeps a draft; one of the same id is replaced. @throws DomainError `conflict` when that one is final. */
  abstract put(draft: Invoice): Promise<void>;
  /** @returns false when there is no such draft. */
  abstract discard(id: InvoiceId): Promise<boolean>;
  /**
   * Makes a draft final under its issuer's next number, which is taken only if the transaction is kept.
   * @throws DomainError `conflict` when it is no draft.
   */
  abstract finalise(id: InvoiceId, by: string, at: Instant): Promise<Invoice>;
}

/** What the ledger holds for one tenant, within a transaction. */
export abstract class LedgerShares {
  /**
   * By model, of calls admitted in the period. @throws DomainError `conflict` when the ledger and the usage records
   * differ: nothing may be billed then.
   */
  abstract ofPeriod(period: Period): Promise<readonly LedgerShare[]>;
}
