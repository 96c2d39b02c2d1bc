import {
  ProviderBillStore,
  ProviderCosts,
  type BilledDays,
  type BilledLine,
  type BookedCost,
  type ProviderBill,
  type StandingLine,
} from '@radiant/billing';
import type { Page } from '@radiant/kernel';

export interface FakeProviderBill {
  readonly bill: ProviderBill;
  readonly lines: readonly BilledLine[];
}

export class FakeProviderBills extends ProviderBillStore {
  constructor(private readonly all: FakeProviderBill[]) {
    super();
  }

  async list(): Promise<Page<ProviderBill>> {
    return { items: this.all.map(({ bill }) => bill).toReversed(), total: this.all.length };
  }

  async newest(name: string): Promise<ProviderBill | undefined> {
    return this.all.findLast(({ bill }) => bill.name === name)?.bill;
  }

  async add(bill: ProviderBill, lines: readonly BilledLine[]): Promise<void> {
    this.all.push({ bill, lines });
  }

  async standing({ from, to, providerId }: BilledDays): Promise<readonly StandingLine[]> {
    return this.all
      .filter((one) => one === this.all.findLast(({ bill }) => bill.name === one.bill.name))
      .flatMap(({ bill, lines }) => lines.map((line) => ({ ...line, bill: bill.name })))
      .filter(({ day, ...line }) => from <= day && day < to && (providerId ?? line.providerId) === line.providerId);
  }
}

/** Answers `costs`, whatever is asked, and keeps what was. */
export class FakeProviderCosts extends ProviderCosts {
  readonly asked: (BilledDays & { readonly timeZone: string })[] = [];
  costs: readonly BookedCost[] = [];

  async booked(days: BilledDays, timeZone: string): Promise<readonly BookedCost[]> {
    this.asked.push({ ...days, timeZone });
    return this.costs;
  }
}
