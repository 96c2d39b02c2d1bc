import { describe, expect, it } from '@jest/globals';
import { modelId, Money, tenantId } from '@radiant/kernel';
import fc from 'fast-check';
import { ofCents, roundedToCents, sharedOut } from '../minor-units.js';
import { creditNoteOf, draftOf } from './drafted.js';
import { invoiceId, type Invoice, type InvoiceLine } from './invoice.js';
import { cancellingLines, outstandingLines, totalsOf, type LedgerShare } from './outstanding.js';

const OCTOBER = { from: Date.UTC(2026, 9, 1), to: Date.UTC(2026, 10, 1) };
const NOVEMBER = { from: OCTOBER.to, to: Date.UTC(2026, 11, 1) };

const share = (model: string, picos: bigint, requests = 1): LedgerShare => ({
  modelId: modelId(model),
  requests,
  inputTokens: 10 * requests,
  cachedInputTokens: requests,
  outputTokens: 5 * requests,
  reasoningTokens: 0,
  exact: Money.ofPicos(picos),
});

let count = 0;
const nextId = () => invoiceId(`00000000-0000-4000-8000-${String((count += 1)).padStart(12, '0')}`);
const final = (invoice: Invoice): Invoice => ({ ...invoice, status: 'final', number: count });
const invoiced = (period: Invoice['period'], lines: readonly InvoiceLine[]): Invoice =>
  final(
    draftOf(
      {
        id: nextId(),
        tenantId: tenantId('11111111-1111-4111-8111-111111111111'),
        issuer: 'Hospital IT',
        customer: 'Clinic',
        period,
        timeZone: 'UTC',
        createdAt: 0,
        createdBy: 'grace',
      },
      lines,
    ),
  );
const credited = (invoice: Invoice, reason: 'cancellation' | 'correction', lines: readonly InvoiceLine[]): Invoice =>
  final(creditNoteOf(invoice, { id: nextId(), createdAt: 0, createdBy: 'grace', reason }, lines));

const exactOf = (parts: readonly { readonly exact: Money }[]): bigint =>
  parts.reduce((sum, { exact }) => sum + exact.picos, 0n);
/** What all documents say of a period. */
const saidOf = (documents: readonly Invoice[], { from }: Invoice['period']) =>
  totalsOf(documents.flatMap(({ lines }) => lines).filter(({ period }) => period.from === from));

const picos = fc.bigInt({ min: 0n, max: 10n ** 15n });
const shares = fc
  .array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), picos), { maxLength: 6 })
  .map((parts) => [...new Map(parts)].map(([model, amount]) => share(model, amount)));

describe('largest remainder', () => {
  it('adds up to the total and moves no amount by a whole cent', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n }), { minLength: 1 }), (amounts) => {
        const exact = amounts.map((amount) => Money.ofPicos(amount));
        const total = roundedToCents(Money.ofPicos(amounts.reduce((sum, amount) => sum + amount, 0n)));
        const cents = sharedOut(exact, total);
        expect(cents.reduce((sum, one) => sum + one, 0n)).toBe(total);
        for (const [index, one] of cents.entries()) {
          const moved = ofCents(one).picos - (amounts[index] ?? 0n);
          expect(moved < 10n ** 10n && moved > -(10n ** 10n)).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('gives the odd cent to the largest rest', () => {
    const amounts = ['0.333', '0.334', '0.333'].map((text) => Money.parse(text));
    expect(sharedOut(amounts, 100n)).toEqual([33n, 34n, 33n]);
  });

  it('reaches totals that are further away', () => {
    expect(sharedOut([Money.parse('-0.01')], -2n)).toEqual([-2n]);
    expect(sharedOut([Money.parse('0.004'), Money.parse('0.004')], 3n)).toEqual([2n, 1n]);
    expect(sharedOut([], 0n)).toEqual([]);
  });
});

describe('invoices', () => {
  it('of a thousand random periods are the sum of their lines and the rounded ledger, to the pico-USD', () => {
    fc.assert(
      fc.property(shares, (ledger) => {
        const invoice = invoiced(OCTOBER, outstandingLines('usage', OCTOBER, ledger, []));
        expect(invoice.cents).toBe(invoice.lines.reduce((sum, { cents }) => sum + cents, 0n));
        expect(invoice.exact.picos).toBe(exactOf(ledger));
        expect(invoice.cents).toBe(roundedToCents(Money.ofPicos(exactOf(ledger))));
      }),
      { numRuns: 1_000 },
    );
  });

  it('and what follows them always add up to the ledger, whatever is corrected, credited, cancelled and invoiced again', () => {
    const step = fc.record({ ledger: shares, what: fc.constantFrom('adjust', 'credit', 'cancel', 'again') });
    fc.assert(
      fc.property(shares, fc.array(step, { maxLength: 6 }), (first, steps) => {
        const original = invoiced(OCTOBER, outstandingLines('usage', OCTOBER, first, []));
        const documents = [original];
        let notes: Invoice[] = [];
        for (const { ledger, what } of steps) {
          if (what === 'cancel') {
            const cancelled = credited(original, 'cancellation', cancellingLines(original, notes));
            expect(totalsOf([original, ...notes, cancelled].flatMap(({ lines }) => lines)).cents).toBe(0n);
            notes = [...notes, cancelled];
            documents.push(cancelled);
          }
          const lines = outstandingLines('adjustment', OCTOBER, ledger, documents);
          if (what === 'credit') {
            notes = [...notes, credited(original, 'correction', lines)];
            documents.push(...notes.slice(-1));
          } else {
            documents.push(invoiced(NOVEMBER, lines));
          }
          expect(saidOf(documents, OCTOBER).exact.picos).toBe(exactOf(ledger));
          expect(saidOf(documents, OCTOBER).cents).toBe(roundedToCents(Money.ofPicos(exactOf(ledger))));
          for (const { cents, lines: all } of documents) {
            expect(all.reduce((sum, line) => sum + line.cents, 0n)).toBe(cents);
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('have no line for what did not change', () => {
    const ledger = [share('a', 7n), share('b', 10n ** 10n)];
    const first = invoiced(OCTOBER, outstandingLines('usage', OCTOBER, ledger, []));
    expect(first.lines.map(({ modelId: model, cents }) => [model, cents])).toEqual([
      ['a', 0n],
      ['b', 1n],
    ]);
    expect(outstandingLines('adjustment', OCTOBER, ledger, [first])).toEqual([]);
    expect(outstandingLines('adjustment', OCTOBER, [share('a', 7n), share('b', 2n * 10n ** 10n, 3)], [first])).toEqual([
      expect.objectContaining({ modelId: 'b', requests: 2, inputTokens: 20, cents: 1n, kind: 'adjustment' }),
    ]);
  });

  it('are free of drafts: those count for nothing', () => {
    const ledger = [share('a', 10n ** 12n)];
    const draft: Invoice = { ...invoiced(OCTOBER, outstandingLines('usage', OCTOBER, ledger, [])), status: 'draft' };
    expect(totalsOf(outstandingLines('usage', OCTOBER, ledger, [draft])).cents).toBe(100n);
  });
});
