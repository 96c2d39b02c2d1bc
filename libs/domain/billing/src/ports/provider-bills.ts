import type { Page, ProviderId, Slice } from '@radiant/kernel';
import type { BookedCost } from '../provider-bills/bill-difference.js';
import type { BilledLine, ProviderBill } from '../provider-bills/provider-bill.js';

/** Days (YYYY-MM-DD) from `from` to before `to`. */
export interface BilledDays {
  readonly from: string;
  readonly to: string;
  /** Undefined: of every provider. */
  readonly providerId?: ProviderId | undefined;
}

/** A line that holds, and the name of the bill it is of. */
export interface StandingLine extends BilledLine {
  readonly bill: string;
}

/** Bills of providers, within a transaction of the administration. They are the platform's; none is changed or deleted. */
export abstract class ProviderBillStore {
  /** Newest first, every version. */
  abstract list(slice: Slice): Promise<Page<ProviderBill>>;
  /** The version that holds. No other transaction adds a bill until this one ends. */
  abstract newest(name: string): Promise<ProviderBill | undefined>;
  /** @throws DomainError `conflict` when the id, or the version of that name, is taken. */
  abstract add(bill: ProviderBill, lines: readonly BilledLine[]): Promise<void>;
  /** The lines of the newest versions, by day, provider, model and bill. */
  abstract standing(days: BilledDays): Promise<readonly StandingLine[]>;
}

/** What calls cost at providers by the books, corrections included, over all tenants. */
export abstract class ProviderCosts {
  /**
   * By day, provider and model; answers that were kept from earlier calls are left out, since nobody was asked.
   * @param timeZone on whose clocks the days are (IANA name). @throws DomainError `service_unavailable`.
   */
  abstract booked(days: BilledDays, timeZone: string): Promise<readonly BookedCost[]>;
}
