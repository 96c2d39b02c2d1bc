import {
  InvoiceStore,
  LedgerShares,
  type Invoice,
  type InvoiceId,
  type LedgerShare,
  type Period,
} from '@radiant/billing';
import { DomainError, Money, type Instant, type ModelId, type Page, type Slice, type TenantId } from '@radiant/kernel';
import type { MemoryBooks } from './memory-books.js';

/** The documents of one tenant. */
export class MemoryInvoiceStore extends InvoiceStore {
  constructor(
    private readonly all: Invoice[],
    private readonly tenantId: TenantId,
  ) {
    super();
  }

  async list({ limit, offset }: Slice): Promise<Page<Invoice>> {
    const newest = this.own().sort((a, b) => byAge(b, a));
    return { items: newest.slice(offset, offset + limit), total: newest.length };
  }

  async find(id: InvoiceId): Promise<Invoice | undefined> {
    return this.own().find((invoice) => invoice.id === id);
  }

  async overlapping({ from, to }: Period): Promise<readonly Invoice[]> {
    return this.own()
      .filter(({ period, lines }) =>
        [period, ...lines.map((line) => line.period)].some((one) => one.from < to && from < one.to),
      )
      .sort(byAge);
  }

  async put(draft: Invoice): Promise<void> {
    await this.discard(draft.id);
    if (this.all.some(({ id }) => id === draft.id)) throw new DomainError('conflict', 'the invoice is final');
    this.all.push(draft);
  }

  async discard(id: InvoiceId): Promise<boolean> {
    const index = this.all.findIndex(
      (invoice) => invoice.id === id && invoice.tenantId === this.tenantId && invoice.status === 'draft',
    );
    if (index >= 0) this.all.splice(index, 1);
    return index >= 0;
  }

  async finalise(id: InvoiceId, by: string, at: Instant): Promise<Invoice> {
    const draft = await this.find(id);
    if (draft?.status !== 'draft') throw new DomainError('conflict', 'the invoice is no draft');
    const numbers = this.all
      .filter(({ kind, issuer }) => kind === draft.kind && issuer === draft.issuer)
      .map(({ number = 0 }) => number);
    const final: Invoice = {
      ...draft,
      status: 'final',
      number: Math.max(0, ...numbers) + 1,
      finalisedAt: at,
      finalisedBy: by,
    };
    this.all[this.all.indexOf(draft)] = final;
    return final;
  }

  private own(): Invoice[] {
    return this.all.filter(({ tenantId }) => tenantId === this.tenantId);
  }
}

const byAge = (a: Invoice, b: Invoice): number => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);

/** What `MemoryBooks` has of one tenant: every row of usage is a charge. */
export class MemoryLedgerShares extends LedgerShares {
  constructor(
    private readonly books: MemoryBooks,
    private readonly tenantId: TenantId,
  ) {
    super();
  }

  async ofPeriod({ from, to }: Period): Promise<readonly LedgerShare[]> {
    const shares = new Map<ModelId, LedgerShare>();
    for (const { tenantId, createdAt, modelId, usage, billedAmount } of this.books.entries) {
      if (tenantId !== this.tenantId || createdAt < from || createdAt >= to) continue;
      const before = shares.get(modelId);
      shares.set(modelId, {
        modelId,
        requests: (before?.requests ?? 0) + 1,
        inputTokens: (before?.inputTokens ?? 0) + usage.inputTokens,
        cachedInputTokens: (before?.cachedInputTokens ?? 0) + usage.cachedInputTokens,
        outputTokens: (before?.outputTokens ?? 0) + usage.outputTokens,
        reasoningTokens: (before?.reasoningTokens ?? 0) + usage.reasoningTokens,
        exact: (before?.exact ?? Money.zero).plus(billedAmount),
      });
    }
    return [...shares.values()].sort((a, b) => (a.modelId < b.modelId ? -1 : 1));
  }
}
