import { describe, expect, it } from '@jest/globals';
import { centsText, type Invoice } from '@radiant/billing';
import { modelId, Money } from '@radiant/kernel';
import fc from 'fast-check';
import { CreditInvoice, DiscardInvoice, DraftInvoice, FinaliseInvoice } from '../index.js';
import { of } from '../testing/case.js';
import { chargeOf, NOVEMBER, OCTOBER } from '../testing/invoice-rows.js';
import { CLINIC, ROOT } from '../testing/people.js';
import { World } from '../testing/world.js';

/** A clinic whose ledger the tests write, and the use cases over it. */
class Office extends World {
  draft = (month: string): Promise<Invoice> =>
    new DraftInvoice(...of(this), this.issuer).execute(ROOT, CLINIC, { month });
  finalise = ({ id }: Invoice, expected?: string): Promise<Invoice> =>
    new FinaliseInvoice(...of(this)).execute(ROOT, CLINIC, id, expected);
  credit = ({ id }: Invoice, reason: string): Promise<Invoice> =>
    new CreditInvoice(...of(this)).execute(ROOT, CLINIC, id, reason);
  discard = ({ id }: Invoice): Promise<void> => new DiscardInvoice(...of(this)).execute(ROOT, CLINIC, id);

  charge(amount: string, at = OCTOBER.from, model = 'chat-small'): void {
    this.state.charges.push(chargeOf(amount, { at, modelId: modelId(model) }));
  }
  zone(timeZone: string): void {
    const [clinic] = this.state.tenants;
    if (clinic) this.state.tenants[0] = { ...clinic, timeZone };
  }
}

const shown = ({ lines, cents, number }: Invoice) => ({
  number,
  total: centsText(cents),
  lines: lines.map((line) => `${line.kind} ${line.modelId} ${centsText(line.cents)}`),
});

/** After all of these nothing is left: what came late for one is on the next. */
const CATCHING_UP = ['2025-10', '2025-11', '2025-12', 'the last'];

describe('an invoice', () => {
  it('is drafted from the ledger and brought up to date under one id until it is final', async () => {
    const office = new Office();
    office.charge('0.333');
    const first = await office.draft('2025-10');
    office.charge('0.333', OCTOBER.to - 1, 'chat-large');
    office.charge('99', OCTOBER.to);
    const second = await office.draft('2025-10');
    expect(second.id).toBe(first.id);
    expect(office.state.invoices).toHaveLength(1);
    office.charge('0.334', OCTOBER.from, 'embed');
    const final = await office.finalise(second);
    expect(shown(final)).toEqual({
      number: 1,
      total: '1.00',
      lines: ['usage chat-large 0.33', 'usage chat-small 0.33', 'usage embed 0.34'],
    });
    expect(await office.draft('2025-10')).toEqual(final);
  });

  it('is refused another total than the one that was read', async () => {
    const office = new Office();
    office.charge('1');
    const draft = await office.draft('2025-10');
    office.charge('1');
    await expect(office.finalise(draft, '1.00')).rejects.toMatchObject({
      code: 'precondition_failed',
      facts: { total: '2.00' },
    });
    expect((await office.finalise(draft, '2.00')).status).toBe('final');
  });

  it('is not final before its period has ended, and not twice', async () => {
    const office = new Office();
    await expect(office.finalise(await office.draft('2026-01'))).rejects.toMatchObject({ code: 'conflict' });
    const final = await office.finalise(await office.draft('2025-12'));
    await expect(office.finalise(final)).rejects.toMatchObject({ code: 'conflict', message: 'the invoice is final' });
    await expect(office.discard(final)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('bills on the next one what came late, up and down, and once only', async () => {
    const office = new Office();
    office.charge('10');
    await office.finalise(await office.draft('2025-10'));
    office.charge('0.25');
    office.charge('3', NOVEMBER.from);
    const november = await office.draft('2025-11');
    const december = await office.draft('2025-12');
    expect(shown(november).lines).toEqual(['usage chat-small 3.00', 'adjustment chat-small 0.25']);
    expect(shown(december).lines).toEqual(['adjustment chat-small 0.25']);
    await office.finalise(november);
    expect(shown(await office.finalise(december))).toEqual({ number: 3, total: '0.00', lines: [] });
  });

  it('is corrected by a credit note of what the ledger holds less', async () => {
    const office = new Office();
    office.charge('10');
    const final = await office.finalise(await office.draft('2025-10'));
    await expect(office.credit(final, 'correction')).rejects.toMatchObject({ code: 'conflict' });
    office.charge('-4.5');
    const note = await office.credit(final, 'correction');
    expect([note.kind, note.status, note.credits]).toEqual(['credit_note', 'final', final.id]);
    expect(shown(note)).toEqual({ number: 1, total: '-4.50', lines: ['credit chat-small -4.50'] });
    await expect(office.credit(final, 'correction')).rejects.toMatchObject({ code: 'conflict' });
    await expect(office.credit(note, 'cancellation')).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is not corrected by less than a cent, which is on the next invoice', async () => {
    const office = new Office();
    office.charge('10');
    const final = await office.finalise(await office.draft('2025-10'));
    office.charge('-0.002');
    await expect(office.credit(final, 'correction')).rejects.toMatchObject({
      code: 'conflict',
      message: 'no whole cent is to be taken back: what the ledger holds less goes on the next invoice',
      facts: { difference: '-0.002' },
    });
    expect((await office.draft('2025-11')).lines).toMatchObject([{ kind: 'adjustment', exact: Money.parse('-0.002') }]);
  });

  it('is cancelled as a whole and its period invoiced again', async () => {
    const office = new Office();
    office.charge('10');
    const final = await office.finalise(await office.draft('2025-10'));
    office.charge('-4.5');
    await office.credit(final, 'correction');
    expect(shown(await office.credit(final, 'cancellation')).total).toBe('-5.50');
    await expect(office.credit(final, 'cancellation')).rejects.toMatchObject({ code: 'conflict' });
    const again = await office.draft('2025-10');
    expect(again.id).not.toBe(final.id);
    expect(shown(await office.finalise(again))).toMatchObject({ number: 2, total: '5.50' });
  });

  it('shares no call with the invoice of another period', async () => {
    const office = new Office();
    const final = await office.finalise(await office.draft('2025-10'));
    const draft = new DraftInvoice(...of(office), office.issuer);
    await expect(draft.execute(ROOT, CLINIC, { from: '2025-10-31', to: '2025-11-02' })).rejects.toMatchObject({
      code: 'conflict',
      facts: { invoiceId: final.id, from: '2025-10-01T00:00:00.000Z' },
    });
    expect((await draft.execute(ROOT, CLINIC, { from: '2025-11-01', to: '2025-11-02' })).period.from).toBe(OCTOBER.to);
  });

  it('has no part of a period that is told of elsewhere: what another document adjusted there would be billed twice', async () => {
    const office = new Office();
    office.charge('10');
    const october = await office.finalise(await office.draft('2025-10'));
    office.charge('0.25');
    const november = await office.finalise(await office.draft('2025-11'));
    await office.credit(october, 'cancellation');
    const half = { from: '2025-10-01', to: '2025-10-16' };
    const draft = () => new DraftInvoice(...of(office), office.issuer).execute(ROOT, CLINIC, half);
    await expect(draft()).rejects.toMatchObject({
      code: 'conflict',
      facts: { invoiceId: november.id, from: '2025-10-01T00:00:00.000Z', to: '2025-11-01T00:00:00.000Z' },
    });
    await office.credit(november, 'cancellation');
    expect(shown(await draft()).lines).toEqual(['usage chat-small 10.25']);
  });

  it('begins where the one before ended when the time zone was changed between', async () => {
    const office = new Office();
    await office.finalise(await office.draft('2025-10'));
    for (const zone of ['America/New_York', 'Asia/Tokyo']) {
      office.zone(zone);
      expect((await office.draft('2025-11')).period.from).toBe(OCTOBER.to);
    }
  });

  it.each([
    [{}, 'from'],
    [{ from: '2025-10-01' }, 'to'],
    [{ month: '2025-10', from: '2025-10-01' }, 'month'],
    [{ month: '2025-13' }, 'month'],
    [{ from: '2025-10-01', to: '2025-10-32' }, 'to'],
  ])('of %j is refused by the name of the field', async (asked, field) => {
    const office = new Office();
    await expect(new DraftInvoice(...of(office), office.issuer).execute(ROOT, CLINIC, asked)).rejects.toMatchObject({
      code: 'validation_error',
      facts: { field },
    });
  });

  it('and all that follow it add up to the ledger, in whatever order people work', async () => {
    const step = fc.oneof(
      fc.record({ charge: fc.integer({ min: -999_999, max: 9_999_999 }), month: fc.constantFrom(0, 1) }),
      fc.constantFrom('2025-10', '2025-11', '2025-12', 'cancellation', 'correction'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        const office = new Office();
        const refused = (error: { code: string }): void => expect(error.code).toBe('conflict');
        for (const one of [...steps, ...CATCHING_UP]) {
          if (typeof one === 'object') {
            office.charge((one.charge / 1e6).toFixed(6), one.month === 0 ? OCTOBER.from : NOVEMBER.from);
          } else if (one.startsWith('c')) {
            const [first] = office.state.invoices.filter(
              ({ kind, status }) => kind === 'invoice' && status === 'final',
            );
            if (first) await office.credit(first, one).catch(refused);
          } else {
            const asked = one === 'the last' ? { from: '2026-01-01', to: '2026-01-02' } : { month: one };
            await new DraftInvoice(...of(office), office.issuer)
              .execute(ROOT, CLINIC, asked)
              .then((draft) => office.finalise(draft))
              .catch(refused);
          }
        }
        const finals = office.state.invoices.filter(({ status }) => status === 'final');
        const lines = finals.flatMap((invoice) => invoice.lines);
        for (const period of [OCTOBER, NOVEMBER]) {
          const said = lines.filter((line) => line.period.from === period.from);
          const ledger = office.state.charges.filter(({ at }) => period.from <= at && at < period.to);
          const exact = (parts: readonly { exact: Money }[]): bigint =>
            parts.reduce((sum, part) => sum + part.exact.picos, 0n);
          expect(exact(said)).toBe(exact(ledger));
        }
        for (const kind of ['invoice', 'credit_note']) {
          const numbers = finals.filter((one) => one.kind === kind).map(({ number }) => number);
          expect(numbers.toSorted((a = 0, b = 0) => a - b)).toEqual(numbers.map((_, index) => index + 1));
        }
        for (const one of finals) expect(one.cents).toBe(one.lines.reduce((sum, { cents }) => sum + cents, 0n));
      }),
      { numRuns: 200 },
    );
  });
});
