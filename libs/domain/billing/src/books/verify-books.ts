import { Money, PLATFORM_TENANT, type Clock, type Digest, type TenantId } from '@radiant/kernel';
import { invoiceNumber } from '../invoices/invoice.js';
import type { BooksReader, MissingDocument, TenantBooks } from '../ports/books-reader.js';
import { LEDGER_ACCOUNTS, type BookedCall, type LedgerAccount } from './booked.js';
import { BudgetTally } from './budget-tally.js';
import { CorrectionTotals } from './correction-totals.js';
import { InvoiceTally } from './invoice-tally.js';
import { sizeOf, type Difference, type Fault } from './difference.js';
import { VerifyBills } from './verify-bills.js';
import { verifyLines } from './verify-lines.js';
import { verifyPrice } from './verify-price.js';

/** A reservation that expired is settled every half minute; one that stands so much longer is forgotten. */
const OVERDUE_MS = 10 * 60_000;

/** Figures of the books, and how far they are apart. */
export interface BooksTotal {
  readonly tenants: number;
  readonly calls: number;
  /** Of all usage. */
  readonly billed: Money;
  readonly cost: Money;
  /** Of all lines of the ledger; together they are nothing. */
  readonly accounts: Readonly<Record<LedgerAccount, Money>>;
  readonly reservations: number;
  readonly held: Money;
  /** Final invoices and credit notes, and their exact sum. */
  readonly invoices: number;
  readonly invoiced: Money;
  /** Came after the last document of its period, and goes on the next invoice. */
  readonly late: Money;
  readonly differences: number;
  /** The sum of all differences without their signs. */
  readonly difference: Money;
}

/** Who is told of what is found. */
interface Told {
  found?(difference: Difference): void;
  late?(difference: Difference): void;
  tenant?(verified: VerifiedTenant): void;
}

export interface VerifiedTenant {
  readonly tenantId: TenantId;
  readonly total: BooksTotal;
}

/** Proves that usage, ledger, reservations, budgets, prices, invoices and bills of providers say the same. Memory does not grow with the books. */
export class VerifyBooks {
  constructor(
    private readonly reader: BooksReader,
    private readonly clock: Clock,
    private readonly digest: Digest,
  ) {}

  /**
   * One tenant after the other, each as it was at one moment.
   * @param only this tenant; all when it is not given.
   * @param told of each difference as it is found, of each model of an invoiced period with something that waits for the
   * next invoice, and of each tenant when it is done.
   * @throws DomainError `service_unavailable`.
   */
  async execute(told: Told = {}, only?: TenantId): Promise<BooksTotal> {
    const all = new Totals();
    if (only === undefined) {
      await this.platform((fault) => {
        all.fault(fault);
        told.found?.(differenceOf(PLATFORM_TENANT, fault));
      });
    }
    for await (const tenantId of only === undefined ? this.reader.tenants() : [only]) {
      const totals = new Totals(1);
      await this.reader.read(tenantId, (books) =>
        this.tenant(
          books,
          totals,
          (fault) => {
            totals.fault(fault);
            told.found?.(differenceOf(tenantId, fault));
          },
          (fault) => {
            totals.waits(fault);
            told.late?.(differenceOf(tenantId, fault));
          },
        ),
      );
      told.tenant?.({ tenantId, total: totals.total() });
      all.add(totals);
    }
    return all.total();
  }

  /** What belongs to no tenant. */
  private async platform(found: (fault: Fault) => void): Promise<void> {
    (await this.reader.missingDocuments()).map(numberFault).forEach(found);
    const bills = new VerifyBills(this.digest);
    for await (const bill of this.reader.providerBills()) bills.verify(bill).forEach(found);
    bills.missing().forEach(found);
  }

  private async tenant(
    books: TenantBooks,
    totals: Totals,
    found: (fault: Fault) => void,
    late: (fault: Fault) => void,
  ): Promise<void> {
    const budgets = new BudgetTally(await books.counters());
    const invoices = new InvoiceTally(await books.invoices());
    const corrections = new CorrectionTotals();
    const markups = new Map((await books.markups()).map((markup) => [markup.version, markup]));
    for await (const call of books.calls()) {
      totals.call(call);
      verifyLines(call).forEach(found);
      corrections.call(call);
      const { usage, requestId } = call;
      if (!usage) continue;
      invoices.call(call);
      budgets.spend(usage);
      const price = await books.price(usage.modelId, usage.priceVersion);
      for (const fault of verifyPrice(usage, price, markups)) found({ ...fault, subject: requestId });
    }
    for await (const held of books.held()) {
      totals.hold(held.billedAmount);
      budgets.hold(held);
      const of = { subject: held.requestId, expected: Money.zero, found: held.billedAmount };
      if (held.settled) found({ ...of, kind: 'settled_but_held', part: 'reservation' });
      else if (held.expiresAt < this.clock.now() - OVERDUE_MS) {
        found({ ...of, kind: 'overdue', part: `since ${new Date(held.expiresAt).toISOString()}` });
      }
    }
    budgets.faults().forEach(found);
    corrections.faults(await books.corrections()).forEach(found);
    totals.invoice(invoices);
    invoices.faults(this.clock.now(), late).forEach(found);
  }
}

const numberFault = ({ issuer, kind, number }: MissingDocument): Fault => ({
  kind: 'invoice_number',
  subject: invoiceNumber({ kind, number }) ?? '',
  part: `of ${issuer} is nowhere`,
  expected: Money.zero,
  found: Money.zero,
});

const differenceOf = (tenantId: TenantId, { kind, subject, part, expected, found }: Fault): Difference => ({
  tenantId,
  kind,
  subject,
  part,
  expected,
  found,
});

/** Sums that grow as the books are read. */
class Totals {
  private calls = 0;
  private billed = 0n;
  private cost = 0n;
  private readonly accounts: Record<LedgerAccount, bigint> = { receivable: 0n, provider: 0n, margin: 0n };
  private reservations = 0;
  private held = 0n;
  private invoices = 0;
  private invoiced = 0n;
  private late = 0n;
  private differences = 0;
  private difference = 0n;

  constructor(private tenants = 0) {}

  call({ usage, lines }: BookedCall): void {
    if (usage) {
      this.calls += 1;
      this.billed += usage.billedAmount.picos;
      this.cost += usage.cost.picos;
    }
    for (const { account, amount } of lines) this.accounts[account] += amount.picos;
  }

  hold({ picos }: Money): void {
    this.reservations += 1;
    this.held += picos;
  }

  invoice({ count, exact }: Pick<InvoiceTally, 'count' | 'exact'>): void {
    this.invoices += count;
    this.invoiced += exact.picos;
  }

  waits({ expected, found }: Fault): void {
    this.late += expected.minus(found).picos;
  }

  fault(fault: Fault): void {
    this.differences += 1;
    this.difference += sizeOf(fault).picos;
  }

  add(other: Totals): void {
    this.tenants += other.tenants;
    this.calls += other.calls;
    this.billed += other.billed;
    this.cost += other.cost;
    for (const account of LEDGER_ACCOUNTS) this.accounts[account] += other.accounts[account];
    this.reservations += other.reservations;
    this.held += other.held;
    this.invoices += other.invoices;
    this.invoiced += other.invoiced;
    this.late += other.late;
    this.differences += other.differences;
    this.difference += other.difference;
  }

  total(): BooksTotal {
    const { receivable, provider, margin } = this.accounts;
    return {
      tenants: this.tenants,
      calls: this.calls,
      billed: Money.ofPicos(this.billed),
      cost: Money.ofPicos(this.cost),
      accounts: {
        receivable: Money.ofPicos(receivable),
        provider: Money.ofPicos(provider),
        margin: Money.ofPicos(margin),
      },
      reservations: this.reservations,
      held: Money.ofPicos(this.held),
      invoices: this.invoices,
      invoiced: Money.ofPicos(this.invoiced),
      late: Money.ofPicos(this.late),
      differences: this.differences,
      difference: Money.ofPicos(this.difference),
    };
  }
}
