import { beforeEach, describe, expect, it } from '@jest/globals';
import { modelId, Money, type TenantId } from '@radiant/kernel';
import { draftOf } from '../invoices/drafted.js';
import { invoiceId, type Invoice, type InvoiceLine } from '../invoices/invoice.js';
import { totalsOf } from '../invoices/outstanding.js';
import type { InvoiceStore, LedgerShares } from '../ports/invoice-store.js';
import type { UsageLedger } from '../ports/usage-ledger.js';
import { append, billed, CLINIC, HOSPITAL, NOON } from './usage-entries.js';

interface InvoicePorts {
  readonly invoices: InvoiceStore;
  readonly ledgerShares: LedgerShares;
}

export interface InvoicesUnderTest {
  readonly ledger: UsageLedger;
  /** A transaction of a tenant. */
  run<Result>(tenantId: TenantId, work: (ports: InvoicePorts) => Promise<Result>): Promise<Result>;
}

const DAY_MS = 86_400_000;
const MARCH = { from: Date.UTC(2026, 2, 1), to: Date.UTC(2026, 3, 1) };
const FEBRUARY = { from: Date.UTC(2026, 1, 1), to: MARCH.from };
const JANUARY = { from: Date.UTC(2026, 0, 1), to: FEBRUARY.from };
const ALL = { limit: 100, offset: 0 };

const idOf = (n: number) => invoiceId(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);
const line = (amount: string, cents: bigint, over: Partial<InvoiceLine> = {}): InvoiceLine => ({
  kind: 'usage',
  modelId: modelId('chat-small'),
  period: MARCH,
  requests: 3,
  inputTokens: 100,
  cachedInputTokens: 20,
  outputTokens: 30,
  reasoningTokens: 4,
  exact: Money.parse(amount),
  cents,
  ...over,
});
const draft = (
  n: number,
  lines: readonly InvoiceLine[] = [line('1.234', 123n)],
  over: Partial<Invoice> = {},
): Invoice => ({
  ...draftOf(
    {
      id: idOf(n),
      tenantId: CLINIC,
      issuer: 'Hospital IT',
      customer: 'Clinic, "St. Mary"',
      period: MARCH,
      timeZone: 'Europe/Berlin',
      createdAt: MARCH.to + n,
      createdBy: 'grace',
    },
    lines,
  ),
  ...over,
});

/** The laws of InvoiceStore and LedgerShares. `make` gives no documents and empty books, which know CLINIC and HOSPITAL. */
export function describeInvoices(name: string, make: () => Promise<InvoicesUnderTest>): void {
  describe(`InvoiceStore laws: ${name}`, () => {
    let store: InvoicesUnderTest;
    beforeEach(async () => {
      store = await make();
    });
    const within = <Result>(work: (invoices: InvoiceStore) => Promise<Result>, tenant = CLINIC): Promise<Result> =>
      store.run(tenant, ({ invoices }) => work(invoices));
    const finalise = (n: number, tenant = CLINIC): Promise<Invoice> =>
      within((invoices) => invoices.finalise(idOf(n), 'ada', MARCH.to + DAY_MS), tenant);
    const conflict = { code: 'conflict' };

    it('keeps a draft as it is, and the newer one in its place', async () => {
      const lines = [
        line('-0.5', -50n, { kind: 'adjustment', period: FEBRUARY, requests: -1 }),
        line('12345678.9', 1n),
      ];
      await within((invoices) => invoices.put(draft(1)));
      await within((invoices) => invoices.put(draft(1, lines)));
      expect(await within((invoices) => invoices.find(idOf(1)))).toEqual(draft(1, lines));
      expect((await within((invoices) => invoices.list(ALL))).total).toBe(1);
    });

    it('takes drafts away, and nothing else', async () => {
      await within((invoices) => invoices.put(draft(1)));
      await within((invoices) => invoices.put(draft(2)));
      await finalise(2);
      const discard = (n: number): Promise<boolean> => within((invoices) => invoices.discard(idOf(n)));
      expect([await discard(1), await discard(1), await discard(2), await discard(3)]).toEqual([
        true,
        false,
        false,
        false,
      ]);
      expect(await within((invoices) => invoices.find(idOf(1)))).toBeUndefined();
    });

    it('numbers each kind of an issuer without a gap, over all tenants', async () => {
      const note = { kind: 'credit_note', credits: idOf(1), reason: 'correction' } as const;
      await within((invoices) => invoices.put(draft(1)));
      await within((invoices) => invoices.put(draft(2, undefined, { tenantId: HOSPITAL })), HOSPITAL);
      await within((invoices) => invoices.put(draft(3, undefined, note)));
      await within((invoices) => invoices.put(draft(4, undefined, { issuer: 'Another' })));
      await within((invoices) => invoices.put(draft(5)));
      const numbers = [];
      for (const n of [1, 2, 3, 4, 5]) numbers.push((await finalise(n, n === 2 ? HOSPITAL : CLINIC)).number);
      expect(numbers).toEqual([1, 2, 1, 1, 3]);
    });

    it('gives a number back when the transaction is undone', async () => {
      await within((invoices) => invoices.put(draft(1)));
      const undone = within(async (invoices) => {
        await invoices.finalise(idOf(1), 'ada', MARCH.to);
        throw new Error('undone');
      });
      await expect(undone).rejects.toThrow();
      expect((await within((invoices) => invoices.find(idOf(1))))?.status).toBe('draft');
      expect((await finalise(1)).number).toBe(1);
    });

    it('makes a draft final once, as it is, and keeps it so', async () => {
      await within((invoices) => invoices.put(draft(1)));
      const final = await finalise(1);
      const expected = { status: 'final', number: 1, finalisedAt: MARCH.to + DAY_MS, finalisedBy: 'ada' };
      expect(final).toEqual({ ...draft(1), ...expected });
      await expect(finalise(1)).rejects.toMatchObject(conflict);
      await expect(finalise(9)).rejects.toMatchObject(conflict);
      await expect(within((invoices) => invoices.put(draft(1, [])))).rejects.toMatchObject(conflict);
      expect(await within((invoices) => invoices.find(idOf(1)))).toEqual(final);
    });

    it('lists the newest first, a page at a time', async () => {
      for (const n of [2, 3, 1]) await within((invoices) => invoices.put(draft(n)));
      const page = await within((invoices) => invoices.list({ limit: 2, offset: 1 }));
      expect(page.items.map(({ id }) => id)).toEqual([idOf(2), idOf(1)]);
      expect(page.total).toBe(3);
    });

    it('finds what says something of a period, oldest first', async () => {
      await within((invoices) => invoices.put(draft(2)));
      await within((invoices) => invoices.put(draft(1)));
      const adjusting = [line('1', 100n, { kind: 'adjustment', period: JANUARY })];
      await within((invoices) => invoices.put(draft(3, adjusting)));
      const found = (from: number, to: number): Promise<string[]> =>
        within(async (invoices) => (await invoices.overlapping({ from, to })).map(({ id }) => id));
      expect(await found(MARCH.to - 1, MARCH.to)).toEqual([idOf(1), idOf(2), idOf(3)]);
      expect(await found(JANUARY.from, JANUARY.to)).toEqual([idOf(3)]);
      expect(await found(FEBRUARY.from, FEBRUARY.to)).toEqual([]);
      expect(await found(MARCH.to, MARCH.to + 1)).toEqual([]);
    });

    it('shows one tenant nothing of another', async () => {
      await within((invoices) => invoices.put(draft(1)));
      const foreign = <Result>(work: (invoices: InvoiceStore) => Promise<Result>): Promise<Result> =>
        within(work, HOSPITAL);
      expect(await foreign((invoices) => invoices.find(idOf(1)))).toBeUndefined();
      expect(await foreign((invoices) => invoices.discard(idOf(1)))).toBe(false);
      expect(await foreign((invoices) => invoices.overlapping(MARCH))).toEqual([]);
      expect(await foreign((invoices) => invoices.list(ALL))).toEqual({ items: [], total: 0 });
      await expect(finalise(1, HOSPITAL)).rejects.toMatchObject(conflict);
    });
  });

  describe(`LedgerShares laws: ${name}`, () => {
    let store: InvoicesUnderTest;
    beforeEach(async () => {
      store = await make();
    });
    const sharesOf = (period = MARCH, tenant = CLINIC) =>
      store.run(tenant, ({ ledgerShares }) => ledgerShares.ofPeriod(period));

    it('are what was billed of each model, by its name', async () => {
      await append(store.ledger, billed(1, '0.1'));
      await append(store.ledger, billed(2, '0.200000000001'));
      await append(store.ledger, billed(3, '0', { modelId: modelId('a-free-one') }));
      await append(store.ledger, billed(4, '7', { tenantId: HOSPITAL }));
      expect((await sharesOf()).map(({ modelId: model, requests, exact }) => [model, requests, String(exact)])).toEqual(
        [
          ['a-free-one', 1, '0'],
          ['chat-small', 2, '0.300000000001'],
        ],
      );
      expect(totalsOf([]).exact).toEqual(Money.zero);
      expect((await sharesOf())[1]).toMatchObject({
        inputTokens: 200,
        cachedInputTokens: 40,
        outputTokens: 60,
        reasoningTokens: 8,
      });
    });

    it('have the start of the period and not its end', async () => {
      for (const [n, at] of [MARCH.from - 1, MARCH.from, NOON, MARCH.to - 1, MARCH.to].entries()) {
        await append(store.ledger, billed(n, '1', { createdAt: at }));
      }
      expect((await sharesOf()).map(({ requests }) => requests)).toEqual([3]);
      expect(await sharesOf(JANUARY)).toEqual([]);
    });
  });
}
