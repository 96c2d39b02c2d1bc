import {
  InvoiceStore,
  LedgerShares,
  type Invoice,
  type InvoiceId,
  type LedgerShare,
  type Period,
} from '@radiant/billing';
import { DomainError, type Instant, type Page, type Slice, type TenantId } from '@radiant/kernel';
import { Rows } from './fake-stores.js';

/** A call that is billed, as the ledger has it. */
export interface FakeCharge extends LedgerShare {
  readonly tenantId: TenantId;
  readonly at: Instant;
}

export class FakeInvoices extends InvoiceStore {
  private readonly rows: Rows<Invoice>;

  constructor(
    private readonly all: Invoice[],
    tenantId: TenantId,
  ) {
    super();
    this.rows = new Rows(all, tenantId);
  }

  async list(slice: Slice): Promise<Page<Invoice>> {
    return this.rows.page(slice);
  }

  async find(id: InvoiceId): Promise<Invoice | undefined> {
    return this.rows.find(id);
  }

  async overlapping({ from, to }: Period): Promise<readonly Invoice[]> {
    return this.rows.visible.filter(({ period, lines }) =>
      [period, ...lines.map((line) => line.period)].some((one) => one.from < to && from < one.to),
    );
  }

  async put(draft: Invoice): Promise<void> {
    const before = this.rows.find(draft.id);
    if (!before) this.rows.add(draft);
    else if (before.status === 'draft') this.rows.save(draft);
    else throw new DomainError('conflict', 'the invoice is final');
  }

  async discard(id: InvoiceId): Promise<boolean> {
    const index = this.all.findIndex((invoice) => invoice.id === id && invoice.status === 'draft');
    if (!this.rows.find(id) || index < 0) return false;
    this.all.splice(index, 1);
    return true;
  }

  async finalise(id: InvoiceId, by: string, at: Instant): Promise<Invoice> {
    const draft = this.rows.find(id);
    if (draft?.status !== 'draft') throw new DomainError('conflict', 'the invoice is no draft');
    const number = 1 + this.all.filter(({ status, kind }) => status === 'final' && kind === draft.kind).length;
    const final: Invoice = { ...draft, status: 'final', number, finalisedAt: at, finalisedBy: by };
    this.rows.save(final);
    return final;
  }
}

export class FakeLedgerShares extends LedgerShares {
  constructor(
    private readonly charges: readonly FakeCharge[],
    private readonly tenantId: TenantId,
  ) {
    super();
  }

  async ofPeriod({ from, to }: Period): Promise<readonly LedgerShare[]> {
    return this.charges.filter(({ tenantId, at }) => tenantId === this.tenantId && from <= at && at < to);
  }
}
