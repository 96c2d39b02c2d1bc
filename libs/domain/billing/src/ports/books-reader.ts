import type { ModelId, TenantId } from '@radiant/kernel';
import type { BookedCall, BudgetCounter, HeldCall } from '../books/booked.js';
import type { WholeBill } from '../books/verify-bills.js';
import type { Invoice } from '../invoices/invoice.js';
import type { TenantMarkup } from '../markup.js';
import type { Price } from '../price.js';
import type { CorrectionRun } from './correction-store.js';

/** All that the books hold of one tenant, as it was at one moment. */
export abstract class TenantBooks {
  /** Every call of usage or ledger; memory does not grow with them. */
  abstract calls(): AsyncIterable<BookedCall>;
  /** Every reservation; memory does not grow with them. */
  abstract held(): AsyncIterable<HeldCall>;
  /** Every counter of every budget, of those that were ended too. */
  abstract counters(): Promise<readonly BudgetCounter[]>;
  /** Every final invoice and credit note. */
  abstract invoices(): Promise<readonly Invoice[]>;
  /** Every correction that was made. */
  abstract corrections(): Promise<readonly Pick<CorrectionRun, 'id' | 'figures'>[]>;
  /** Every markup that there ever was. */
  abstract markups(): Promise<readonly TenantMarkup[]>;
  /** A version of a model's price; undefined when there never was one. */
  abstract price(modelId: ModelId, version: number): Promise<Price | undefined>;
}

/** A number of an issuer's final documents that no document has. */
export type MissingDocument = Pick<Invoice, 'issuer' | 'kind'> & { readonly number: number };

/** Reads the books of all tenants, for proof. */
export abstract class BooksReader {
  /** Every tenant; memory does not grow with them. */
  abstract tenants(): AsyncIterable<TenantId>;
  /** Over all tenants. @throws DomainError `service_unavailable`. */
  abstract missingDocuments(): Promise<readonly MissingDocument[]>;
  /** Every bill of a provider, in all of its versions, one at a time. @throws DomainError `service_unavailable`. */
  abstract providerBills(): AsyncIterable<WholeBill>;
  /** @param work reads while nothing changes for it. @throws DomainError `service_unavailable`. */
  abstract read<Result>(tenantId: TenantId, work: (books: TenantBooks) => Promise<Result>): Promise<Result>;
}
