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
  const period = { from: NOVEMBER.from + 4 * HOUR_MS, to: NOVEMBER.to + 5 * HOUR_MS }; // summer time ends on the first
  const asked = { period, timeZone: 'America/New_York' };
  const until = (to: number, timeZone = 'UTC'): Invoice => final(draft(1, { from: OCTOBER.from, to }, timeZone));

  it('begins where the one before ended, on clocks of another zone', () => {
    for (const apart of [-26 * HOUR_MS, 5 * HOUR_MS, 26 * HOUR_MS]) {
      const before = until(period.from + apart);
      expect(gapless(asked, [before])).toEqual({ from: before.period.to, to: period.to });
    }
  });

  it.each([
    ['of the same zone', until(period.from - 24 * HOUR_MS, 'America/New_York')],
    ['further away than zones can be', until(period.from - 26 * HOUR_MS - 1)],
    ['that begins no earlier', final(draft(1, { from: period.from, to: period.from + HOUR_MS }))],
  ])('is what was asked for beside one %s', (_, before) => {
    expect(gapless(asked, [before])).toEqual(period);
  });

  it('begins where the nearest one before ended, where invoices are of single days', () => {
    const day = (n: number): Invoice =>
      final(draft(n, { from: NOVEMBER.from + (n - 3) * 24 * HOUR_MS, to: NOVEMBER.from + (n - 2) * 24 * HOUR_MS }));
    const second = { from: NOVEMBER.from + 23 * HOUR_MS, to: NOVEMBER.from + 47 * HOUR_MS };
    const inBerlin = { period: second, timeZone: 'Europe/Berlin' };
    for (const days of [
      [day(1), day(2), day(3)],
      [day(3), day(2), day(1)],
    ]) {
      expect(gapless(inBerlin, days)).toEqual({ from: NOVEMBER.from + 24 * HOUR_MS, to: second.to });
    }
  });

  it.each([
    ['an earlier zone', 'Europe/Berlin', -HOUR_MS, 'Europe/Berlin'],
    ['a later zone', 'America/New_York', 4 * HOUR_MS, 'America/New_York'],
    ['the zone before', 'America/New_York', 4 * HOUR_MS, 'UTC'],
  ])('is the whole of a cancelled one again after a move to %s', (_, timeZone, offset, ofNext) => {
    const [september, next] = [
      final(draft(1, { from: Date.UTC(2026, 8, 1), to: OCTOBER.from })),
      final(draft(3, { from: NOVEMBER.from, to: NOVEMBER.to + offset }, ofNext)),
    ];
    const period = { from: OCTOBER.from + offset, to: OCTOBER.to + offset };
    expect(gapless({ period, timeZone }, [september, next])).toEqual(OCTOBER);
    // and so is the one after it, which begins at a moment that is no midnight of the zone any more
    const again = final(draft(4, OCTOBER, timeZone));
    const following = { from: NOVEMBER.from + offset, to: NOVEMBER.to + offset };
    expect(gapless({ period: following, timeZone }, [again])).toEqual({ from: NOVEMBER.from, to: following.to });
  });

  it('leaves out a day that nobody asked for, within one zone', () => {
    const first = final(draft(1, { from: OCTOBER.from, to: NOVEMBER.from - 24 * HOUR_MS }));
    const last = final(draft(2, { from: NOVEMBER.to + 24 * HOUR_MS, to: NOVEMBER.to + 72 * HOUR_MS }));
    expect(gapless({ period: NOVEMBER, timeZone: 'UTC' }, [first, last])).toEqual(NOVEMBER);
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
