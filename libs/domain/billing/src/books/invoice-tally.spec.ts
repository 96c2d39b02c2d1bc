import { describe, expect, it } from '@jest/globals';
import { modelId, type Instant } from '@radiant/kernel';
import { FixedClock } from '@radiant/kernel/testing';
import { creditNoteOf, draftOf } from '../invoices/drafted.js';
import { invoiceId, type Invoice, type InvoiceLine } from '../invoices/invoice.js';
import { cancellingLines, outstandingLines, totalsOf } from '../invoices/outstanding.js';
import { booked, DAY_MS, entry, GivenReader, MINUTE_MS, usd, used, OpenDigest } from '../testing/given-books.js';
import { CLINIC, NOON, request } from '../testing/usage-entries.js';
import type { BookedCall } from './booked.js';
import { VerifyBooks } from './verify-books.js';

const PERIOD = { from: NOON - DAY_MS, to: NOON + DAY_MS };
const MADE = PERIOD.to + DAY_MS;
/** A call of the period that cost 1,200 and is billed 1,800 picos, posted at a moment. */
const call = (n: number, postedAt: Instant, over: Parameters<typeof used>[0] = {}): BookedCall => {
  const usage = used(over);
  const lines = entry(1, 'charge', Number(usage.cost.picos), Number(usage.billedAmount.picos));
  return booked({ requestId: request(n), usage, lines: lines.map((line) => ({ ...line, postedAt })) });
};
const sharesOf = (calls: readonly BookedCall[]) =>
  calls.flatMap(({ usage }) =>
    usage
      ? [
          {
            modelId: usage.modelId,
            requests: 1,
            inputTokens: 100,
            cachedInputTokens: 0,
            outputTokens: 10,
            reasoningTokens: 0,
            exact: usage.billedAmount,
          },
        ]
      : [],
  );
const final = (n: number, draft: Invoice, finalisedAt: Instant): Invoice => ({
  ...draft,
  status: 'final',
  number: n,
  finalisedAt,
  finalisedBy: 'grace',
});
const head = (n: number, period = PERIOD) => ({
  id: invoiceId(`00000000-0000-4000-8000-0000000000${String(10 + n)}`),
  tenantId: CLINIC,
  issuer: 'Hospital IT',
  customer: 'Clinic',
  period,
  timeZone: 'UTC',
  createdAt: MADE,
  createdBy: 'grace',
});
const invoiceOf = (calls: readonly BookedCall[], n = 1): Invoice =>
  final(n, draftOf(head(n), outstandingLines('usage', PERIOD, sharesOf(calls), [])), MADE);
const withLines = (invoice: Invoice, lines: readonly InvoiceLine[], summed = true): Invoice => ({
  ...invoice,
  lines,
  ...(summed && totalsOf(lines)),
});

async function verified(calls: readonly BookedCall[], invoices: readonly Invoice[], now = MADE + DAY_MS) {
  const [found, late]: [string[], string[]] = [[], []];
  const say = (into: string[]) => (one: { kind: string; part: string; expected: unknown; found: unknown }) =>
    void into.push(`${one.kind} | ${one.part} | ${String(one.expected)} ${String(one.found)}`);
  const reader = new GivenReader(new Map([[CLINIC, { calls, invoices }]]));
  const total = await new VerifyBooks(reader, new FixedClock(now), new OpenDigest()).execute({
    found: say(found),
    late: say(late),
  });
  return { found, late, total };
}
const BOTH = [call(1, NOON), call(2, NOON, { modelId: modelId('small') })];

describe('invoices', () => {
  it('add up with the ledger, also over adjustments and a cancellation that was invoiced anew', async () => {
    const [first, late] = [call(1, NOON), call(2, MADE + DAY_MS)];
    const invoice = invoiceOf([first]);
    const next = { from: PERIOD.to, to: PERIOD.to + DAY_MS };
    const adjusted = outstandingLines('adjustment', PERIOD, sharesOf([first, late]), [invoice]);
    const second = final(2, draftOf(head(2, next), adjusted), MADE + 2 * DAY_MS);
    const { found, late: waiting, total } = await verified([first, late], [invoice, second], MADE + 3 * DAY_MS);
    expect([found, waiting, total.invoices, total.invoiced]).toEqual([[], [], 2, usd(3_600)]);

    const head3 = { id: head(3).id, createdAt: MADE, createdBy: 'grace', reason: 'cancellation' as const };
    const note = final(1, creditNoteOf(second, head3, cancellingLines(second, [])), MADE + 3 * DAY_MS);
    const again = await verified([first, late], [invoice, second, note], MADE + 4 * DAY_MS);
    expect([again.found, again.late]).toEqual([[], ['invoice_late | model small | 0.0000000036 0.0000000018']]);
  });

  it.each<[string, Invoice, string[]]>([
    [
      'a line that was changed',
      withLines(
        invoiceOf(BOTH),
        invoiceOf(BOTH).lines.map((line) => ({ ...line, exact: line.exact.plus(usd(5)) })),
        false,
      ),
      [
        'invoice_total | exact sum of its lines | 0.000000003605 0.0000000036',
        'invoice_ledger | model small | 0.0000000036 0.000000003605',
      ],
    ],
    [
      'a line and its total that were changed alike',
      withLines(
        invoiceOf(BOTH),
        invoiceOf(BOTH).lines.map((line) => ({ ...line, exact: line.exact.minus(usd(5)) })),
      ),
      ['invoice_ledger | model small | 0.0000000036 0.000000003595'],
    ],
    [
      'a line that is missing',
      withLines(invoiceOf(BOTH), [], false),
      ['invoice_total | exact sum of its lines | 0 0.0000000036', 'invoice_ledger | model small | 0.0000000036 0'],
    ],
    ['a total that is off', { ...invoiceOf(BOTH), cents: 1n }, ['invoice_total | sum of its lines | 0 0.01']],
    [
      'cents that are not its rounded sum',
      withLines(
        invoiceOf(BOTH),
        invoiceOf(BOTH).lines.map((line) => ({ ...line, cents: 7n })),
      ),
      ['invoice_cents | cents of its period | 0 0.07'],
    ],
    [
      'a model that nobody used',
      withLines(invoiceOf(BOTH), [
        ...invoiceOf(BOTH).lines,
        ...invoiceOf(BOTH).lines.map((line) => ({ ...line, modelId: modelId('zero') })),
      ]),
      ['invoice_ledger | model zero | 0 0.0000000036'],
    ],
  ])('show %s', async (_, invoice, expected) => {
    expect((await verified(BOTH, [invoice])).found).toEqual(expected);
  });

  it('that were cancelled are nothing together with their credit notes', async () => {
    const invoice = invoiceOf(BOTH);
    const of = { id: head(3).id, createdAt: MADE, createdBy: 'grace', reason: 'cancellation' as const };
    const note = final(1, creditNoteOf(invoice, of, cancellingLines(invoice, [])), MADE);
    expect((await verified(BOTH, [invoice, note])).found).toEqual([]);
    const changed = withLines(
      note,
      note.lines.map((line) => ({ ...line, exact: line.exact.plus(usd(5)) })),
    );
    const small = 'invoice_cancelled | model small of 2026-03-09T12:00:00.000Z | 0';
    expect((await verified(BOTH, [invoice, changed])).found).toEqual([`${small} 0.000000000005`]);
    expect((await verified(BOTH, [note])).found).toEqual([`${small} -0.0000000036`]);
    const cents = withLines(
      note,
      note.lines.map((line) => ({ ...line, cents: line.cents + 2n })),
    );
    expect((await verified(BOTH, [invoice, cents])).found).toEqual([`${small} 0.02`]);
  });

  it('tell what came after they were final apart, and call it wrong when no invoice can have it any more', async () => {
    const invoice = invoiceOf(BOTH);
    const after = [...BOTH, call(3, MADE + DAY_MS)];
    const said = 'invoice_late | model small | 0.0000000054 0.0000000036';
    const soon = await verified(after, [invoice]);
    expect([soon.found, soon.late, soon.total.late]).toEqual([[], [said], usd(1_800)]);
    const never = await verified(after, [invoice], PERIOD.to + 93 * DAY_MS);
    expect([never.found, never.late]).toEqual([[said], []]);
  });

  it('know that the truth about an estimate may name another model than its charge', async () => {
    const estimate = call(1, NOON, { modelId: modelId('bare') });
    const usage = { inputTokens: 40, cachedInputTokens: 0, outputTokens: 10, reasoningTokens: 0 };
    const truth = { usage: used({ usage, cost: usd(600), billedAmount: usd(900) }) };
    const since = [...entry(2, 'reversal', -1_200, -1_800), ...entry(3, 'correction', 600, 900)];
    const came = {
      ...truth,
      lines: [...estimate.lines, ...since.map((line) => ({ ...line, postedAt: MADE + DAY_MS }))],
    };
    const invoice = invoiceOf([estimate]);
    const after = await verified([booked(came)], [invoice], MADE + 2 * DAY_MS);
    expect([after.found, after.late]).toEqual([
      [],
      ['invoice_late | model bare | 0 0.0000000018', 'invoice_late | model small | 0.0000000009 0'],
    ]);
    const changed = withLines(
      invoice,
      invoice.lines.map((line) => ({ ...line, exact: line.exact.minus(usd(5)) })),
    );
    expect((await verified([booked(came)], [changed], MADE + 2 * DAY_MS)).found).toHaveLength(2);
  });

  it('take what was posted at about the same moment either way', async () => {
    const near = call(3, MADE + MINUTE_MS);
    expect((await verified([...BOTH, near], [invoiceOf([...BOTH, near])])).found).toEqual([]);
    expect(await verified([...BOTH, near], [invoiceOf(BOTH)])).toMatchObject({ found: [], late: [expect.anything()] });
  });

  it('take either way what was taken back about then of a call that was charged about then', async () => {
    const charged = call(1, MADE - MINUTE_MS);
    const usage = { inputTokens: 40, cachedInputTokens: 0, outputTokens: 10, reasoningTokens: 0 };
    const since = [...entry(2, 'reversal', -1_200, -1_800), ...entry(3, 'correction', 600, 900)];
    const less = booked({
      usage: used({ usage, cost: usd(600), billedAmount: usd(900) }),
      lines: [...charged.lines, ...since.map((line) => ({ ...line, postedAt: MADE + MINUTE_MS }))],
    });
    const said = 'invoice_late | model small | 0.0000000009 0.0000000018';
    expect(await verified([less], [invoiceOf([charged])])).toMatchObject({ found: [], late: [said] });
    expect((await verified([less], [invoiceOf([less])])).late).toEqual([]);
    const lines = invoiceOf([charged]).lines.map((line) => ({ ...line, exact: line.exact.plus(usd(5)) }));
    expect((await verified([less], [withLines(invoiceOf([charged]), lines)])).found).toHaveLength(1);
  });

  it('hide no changed line behind what came late', async () => {
    const lines = invoiceOf(BOTH).lines.map((line) => ({ ...line, exact: line.exact.minus(usd(5)) }));
    const { found } = await verified([...BOTH, call(3, MADE + DAY_MS)], [withLines(invoiceOf(BOTH), lines)]);
    expect(found).toEqual(['invoice_ledger | model small | 0.0000000036 0.000000003595']);
  });

  it('that are drafts prove nothing', async () => {
    const draft: Invoice = { ...invoiceOf([]), status: 'draft', cents: 9n };
    expect((await verified(BOTH, [draft])).found).toEqual([]);
  });
});
