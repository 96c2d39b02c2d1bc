import { describe, expect, it } from '@jest/globals';
import { modelId, Money, providerId } from '@radiant/kernel';
import fc from 'fast-check';
import { compareBills, differenceCsv, onlyOf, percentText, type BookedCost } from './bill-difference.js';
import type { BilledLine } from './provider-bill.js';

const ACME = providerId('acme');

const billed = (cost: string, over: Partial<BilledLine> = {}): BilledLine => ({
  providerId: ACME,
  model: 'large-2026',
  day: '2026-10-01',
  inputTokens: 100,
  cachedInputTokens: undefined,
  outputTokens: 50,
  cost: Money.parse(cost),
  ...over,
});

const booked = (cost: string, over: Partial<BookedCost> = {}): BookedCost => ({
  providerId: ACME,
  modelId: modelId('acme-large'),
  day: '2026-10-01',
  requests: 2,
  estimated: 1,
  inputTokens: 90,
  cachedInputTokens: 10,
  outputTokens: 50,
  cost: Money.parse(cost),
  ...over,
});

/** Two models of ours are the provider's `large-2026`. */
const OWN = new Map([
  ['acme-large', 'large-2026'],
  ['acme-large-eu', 'large-2026'],
]);
const compare = (theirs: BilledLine[], ours: BookedCost[]) =>
  compareBills(theirs, ours, (_, model) => OWN.get(model) ?? model);

describe('what providers bill against what is booked', () => {
  it('is compared under the name that the provider gives the model', () => {
    const ours = [booked('1'), booked('1', { modelId: modelId('acme-large-eu'), cachedInputTokens: 0 })];
    const { lines } = compare([billed('1.5'), billed('0.505', { model: 'acme-large' })], ours);
    expect(lines).toEqual([
      {
        providerId: ACME,
        day: '2026-10-01',
        model: 'large-2026',
        modelIds: ['acme-large', 'acme-large-eu'],
        billed: Money.parse('2.005'),
        booked: Money.parse('2'),
        requests: 4,
        estimated: 2,
        billedTokens: { input: 200, cachedInput: undefined, output: 100 },
        bookedTokens: { input: 180, cachedInput: 10, output: 100 },
        difference: Money.parse('0.005'),
        basisPoints: 25n,
      },
    ]);
    expect(percentText(lines[0]?.basisPoints)).toBe('0.25');
  });

  it('names lines that one side alone has, and counts them', () => {
    const { lines, total } = compare(
      [billed('3', { day: '2026-10-02' })],
      [booked('1'), booked('0', { modelId: modelId('free') })],
    );
    expect(lines.map((line) => [line.day, onlyOf(line), line.difference.toString(), line.basisPoints])).toEqual([
      ['2026-10-01', 'booked', '-1', -10_000n],
      ['2026-10-02', 'billed', '3', undefined],
    ]);
    expect(total).toEqual({
      billed: Money.parse('3'),
      booked: Money.parse('1'),
      difference: Money.parse('2'),
      basisPoints: 20_000n,
      billedOnly: 1,
      bookedOnly: 1,
    });
  });

  it('adds up to the picos of both sides, whatever they say', () => {
    const picos = fc.bigInt({ min: -(10n ** 21n), max: 10n ** 21n });
    const day = fc.constantFrom('2026-10-01', '2026-10-02');
    const model = fc.constantFrom('large-2026', 'acme-large', 'acme-large-eu', 'other');
    const sides = fc.array(fc.tuple(picos, day, model));
    fc.assert(
      fc.property(sides, sides, (theirs, ours) => {
        const { lines, total } = compare(
          theirs.map(([cost, on, name]) => billed('0', { cost: Money.ofPicos(cost), day: on, model: name })),
          ours.map(([cost, on, id]) => booked('0', { cost: Money.ofPicos(cost), day: on, modelId: modelId(id) })),
        );
        const sum = (all: readonly bigint[]): bigint => all.reduce((one, other) => one + other, 0n);
        const expected = sum(theirs.map(([cost]) => cost)) - sum(ours.map(([cost]) => cost));
        expect(total.difference.picos).toBe(expected);
        expect(sum(lines.map(({ difference }) => difference.picos))).toBe(expected);
      }),
    );
  });

  it('is a file for a spreadsheet', () => {
    const [header, line] = differenceCsv(compare([billed('-1', { model: '=cmd' })], [])).split('\r\n');
    expect(header).toBe(
      'day,provider,model,model_ids,only,billed,booked,difference,difference_picos,percent,requests,estimated,' +
        'billed_input_tokens,booked_input_tokens,billed_cached_input_tokens,booked_cached_input_tokens,' +
        'billed_output_tokens,booked_output_tokens,currency',
    );
    expect(line).toBe("2026-10-01,acme,'=cmd,,billed,-1,,-1,-1000000000000,,0,0,100,,,,50,,USD");
  });

  it('has models that are one to the provider in one line of it, sorted', () => {
    const ours = [booked('1', { modelId: modelId('acme-large-eu') }), booked('1', { cachedInputTokens: 4 })];
    const [, line] = differenceCsv(compare([billed('2', { cachedInputTokens: 13 })], ours)).split('\r\n');
    expect(line).toBe('2026-10-01,acme,large-2026,acme-large acme-large-eu,,2,2,0,0,0.00,4,2,100,180,13,14,50,100,USD');
  });

  it.each([
    [0n, '0.00'],
    [-7n, '-0.07'],
    [12_345n, '123.45'],
  ])('says %s basis points as %s percent', (points, text) => {
    expect(percentText(points)).toBe(text);
  });
});
