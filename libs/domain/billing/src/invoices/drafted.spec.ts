import { describe, expect, it } from '@jest/globals';
import { tenantId } from '@radiant/kernel';
import { creditNoteOf, draftOf, gapless, refuseOverlap, standingInvoices } from './drafted.js';
import { invoiceId, invoiceNumber, type CreditReason, type Invoice } from './invoice.js';

const HOUR_MS = 3_600_000;
const OCTOBER = { from: Date.UTC(2026, 9, 1), to: Date.UTC(2026, 10, 1) };
const NOVEMBER = { from: OCTOBER.to, to: Date.UTC(2026, 11, 1) };
const id = (n: number) => invoiceId(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);

const draft = (n: number, period = OCTOBER, timeZone = 'UTC'): Invoice =>
  draftOf(
    {
      id: id(n),
      tenantId: tenantId('11111111-1111-4111-8111-111111111111'),
      issuer: 'Hospital IT',
      customer: 'Clinic',
      period,
      timeZone,
      createdAt: NOVEMBER.to,
      createdBy: 'grace',
    },
    [],
  );
const final = (invoice: Invoice): Invoice => ({ ...invoice, status: 'final', number: 42 });
const credited = (invoice: Invoice, reason: CreditReason): Invoice =>
  final(creditNoteOf(invoice, { id: id(99), createdAt: 0, createdBy: 'grace', reason }, []));

describe('invoices that stand', () => {
  const [first, second] = [final(draft(1)), final(draft(2, NOVEMBER))];

  it('are final, and no credit notes', () => {
    const note = credited(first, 'correction');
    expect(standingInvoices([draft(3), first, note, second])).toEqual([first, second]);
  });

  it('were not cancelled; a correction cancels none', () => {
    expect(standingInvoices([first, second, credited(first, 'cancellation')])).toEqual([second]);
    expect(standingInvoices([first, credited(second, 'cancellation')])).toEqual([first]);
  });
});

describe('the period that is invoiced', () => {
  const asked = { period: NOVEMBER, timeZone: 'America/New_York' };
  const until = (to: number, timeZone = 'UTC'): Invoice => final(draft(1, { from: OCTOBER.from, to }, timeZone));

  it('begins where the one before ended, on clocks of another zone', () => {
    for (const apart of [-26 * HOUR_MS, 5 * HOUR_MS, 26 * HOUR_MS]) {
      const before = until(NOVEMBER.from + apart);
      expect(gapless(asked, [before])).toEqual({ from: before.period.to, to: NOVEMBER.to });
    }
  });

  it.each([
    ['of the same zone', until(NOVEMBER.from - HOUR_MS, 'America/New_York')],
    ['further away than zones can be', until(NOVEMBER.from - 26 * HOUR_MS - 1)],
    ['that begins no earlier', final(draft(1, { from: NOVEMBER.from, to: NOVEMBER.from + HOUR_MS }))],
  ])('is what was asked for beside one %s', (_, before) => {
    expect(gapless(asked, [before])).toEqual(NOVEMBER);
  });

  it('has no call that is on an invoice of another period', () => {
    const week = { from: OCTOBER.from, to: OCTOBER.from + 7 * 24 * HOUR_MS };
    expect(() => refuseOverlap(week, [final(draft(7))])).toThrow(
      expect.objectContaining({
        code: 'conflict',
        facts: { invoiceId: id(7), from: '2026-10-01T00:00:00.000Z', to: '2026-11-01T00:00:00.000Z' },
      }),
    );
    expect(() => refuseOverlap({ ...OCTOBER, to: OCTOBER.to + 1 }, [final(draft(7))])).toThrow();
    expect(() => refuseOverlap(OCTOBER, [final(draft(7)), final(draft(8, NOVEMBER))])).not.toThrow();
  });
});

describe('documents', () => {
  it('are called by kind and number, once they have one', () => {
    expect(invoiceNumber(final(draft(1)))).toBe('INV-000042');
    expect(invoiceNumber(credited(final(draft(1)), 'correction'))).toBe('CN-000042');
    expect(invoiceNumber(draft(1))).toBeUndefined();
  });

  it('of credit say what they are about, in its words', () => {
    expect(credited(final(draft(1)), 'cancellation')).toMatchObject({
      kind: 'credit_note',
      credits: id(1),
      reason: 'cancellation',
      issuer: 'Hospital IT',
      customer: 'Clinic',
      period: OCTOBER,
      timeZone: 'UTC',
    });
  });

  it('have a UUID', () => {
    expect(() => invoiceId('7')).toThrow('invoice id must be a UUID');
    expect(invoiceId('00000000-0000-4000-8000-00000000000A')).toBe('00000000-0000-4000-8000-00000000000a');
  });
});
