import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { divideHalfEven, Money } from './money.js';

const picos = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });

/**
 * The oracle: `scaled` is a decimal with `fraction` more digits than pico-USD. It is rounded as text, digit by digit as
 * on paper, with no division in it.
 */
function roundText(scaled: bigint, fraction: number): string {
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(fraction + 1, '0');
  const kept = digits.slice(0, -fraction);
  const rest = digits.slice(-fraction);
  const half = '5'.padEnd(fraction, '0');
  const up = rest > half || (rest === half && '13579'.includes(kept.slice(-1)));
  const rounded = up ? (BigInt(kept) + 1n).toString() : BigInt(kept).toString();
  return scaled < 0n && rounded !== '0' ? `-${rounded}` : rounded;
}

const isTie = (scaled: bigint, fraction: number): boolean => scaled.toString().endsWith('5'.padEnd(fraction, '0'));

/** A million is what the promise is about, and takes twenty seconds. */
const ROWS = Number(process.env['MONEY_ROWS'] ?? 50_000);

/** Mulberry32: the same rows in every run. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

describe('Money', () => {
  it(`bills ${ROWS} random rows of tokens and prices without a pico-USD of difference`, () => {
    const random = seeded(20_260_115);
    const differences: string[] = [];
    let ties = 0;
    for (let row = 0; row < ROWS; row += 1) {
      const magnitude = 10 ** (1 + random(8));
      let cost = Money.zero;
      let oracle = 0; // below 2^53, where whole numbers are exact
      for (let component = 0; component < 4; component += 1) {
        const tokens = random(200_000);
        const price = random(magnitude);
        cost = cost.plus(Money.ofPicos(BigInt(price)).times(BigInt(tokens)));
        oracle += price * tokens;
      }
      const markup = random(20_001);
      const billed = BigInt(oracle) * BigInt(10_000 + markup);
      if (isTie(billed, 4)) ties += 1;
      if (cost.picos !== BigInt(oracle)) differences.push(`row ${row}: cost ${cost.picos} for ${oracle}`);
      if (cost.withMarkup(markup).picos.toString() !== roundText(billed, 4)) differences.push(`row ${row}: markup`);
    }
    expect(differences).toEqual([]);
    expect(ties).toBeGreaterThan(ROWS / 10_000); // the rows do meet the halves
  });

  it('prices tokens by the million as on paper', () => {
    const price = fc.bigInt({ min: 0n, max: 10n ** 18n });
    const tokens = fc.bigInt({ min: 0n, max: 10n ** 7n });
    fc.assert(
      fc.property(price, tokens, (perMillion, count) => {
        const cost = Money.ofPicos(perMillion).times(count, 1_000_000n);
        expect(cost.picos.toString()).toBe(roundText(perMillion * count, 6));
      }),
      { numRuns: 2_000 },
    );
  });

  it('rounds every quotient as on paper, below zero too', () => {
    const decimals = fc.record({ amount: picos, fraction: fc.integer({ min: 1, max: 12 }) });
    fc.assert(
      fc.property(decimals, ({ amount, fraction }) => {
        expect(divideHalfEven(amount, 10n ** BigInt(fraction)).toString()).toBe(roundText(amount, fraction));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    [5n, 10n, 0n],
    [15n, 10n, 2n],
    [25n, 10n, 2n],
    [35n, 10n, 4n],
    [-5n, 10n, 0n],
    [-15n, 10n, -2n],
    [-25n, 10n, -2n],
    [26n, 10n, 3n],
    [-26n, 10n, -3n],
    [24n, 10n, 2n],
    [1n, 3n, 0n],
    [2n, 3n, 1n],
    [7n, 1n, 7n],
  ])('%d / %d is %d, halves to even', (numerator, denominator, quotient) => {
    expect(divideHalfEven(numerator, denominator)).toBe(quotient);
  });

  it('is read back from what it prints, exactly', () => {
    fc.assert(
      fc.property(picos, (amount) => {
        expect(Money.parse(Money.ofPicos(amount).toString()).picos).toBe(amount);
      }),
    );
  });

  it.each([
    ['0', '0'],
    ['-0', '0'],
    ['0.000000000000', '0'],
    ['1', '1'],
    ['01.50', '1.5'],
    ['0.00000015', '0.00000015'],
    ['-0.000000000001', '-0.000000000001'],
    ['-12.340', '-12.34'],
    ['100', '100'],
    ['999999999999999999999999999999.999999999999', '999999999999999999999999999999.999999999999'],
  ])('reads %s and prints %s', (text, printed) => {
    expect(String(Money.parse(text))).toBe(printed);
    expect(JSON.stringify({ cost: Money.parse(text) })).toBe(`{"cost":"${printed}"}`);
  });

  it.each(['', ' ', '1 ', '+1', '.5', '1.', '1e3', '1,5', '0x10', 'NaN', '--1', '0.0000000000001', '1'.repeat(31)])(
    'does not read %j',
    (text) => {
      expect(() => Money.parse(text)).toThrow(
        expect.objectContaining({
          code: 'validation_error',
          message: 'an amount must be decimal USD with at most 12 fraction digits',
        }),
      );
    },
  );

  it('adds, subtracts and compares as whole numbers do', () => {
    fc.assert(
      fc.property(picos, picos, (a, b) => {
        const [left, right] = [Money.ofPicos(a), Money.ofPicos(b)];
        expect(left.plus(right).picos).toBe(a + b);
        expect(left.minus(right).picos).toBe(a - b);
        expect(left.compare(right)).toBe(a < b ? -1 : a > b ? 1 : 0);
        expect(left.compare(Money.ofPicos(a))).toBe(0);
        expect(left.equals(right)).toBe(a === b);
        expect(left.equals(Money.ofPicos(a))).toBe(true);
      }),
    );
  });

  it('adds 40 % for 4000 basis points and nothing for none', () => {
    expect(String(Money.parse('0.1').withMarkup(4_000))).toBe('0.14');
    expect(String(Money.parse('0.1').withMarkup(0))).toBe('0.1');
    expect(String(Money.ofPicos(1n).withMarkup(5_000))).toBe('0.000000000002'); // 1.5 picos
    expect(String(Money.ofPicos(5n).withMarkup(3_000))).toBe('0.000000000006'); // 6.5 picos
  });

  it('refuses a markup that is no whole number of basis points', () => {
    expect(() => Money.zero.withMarkup(0.5)).toThrow(RangeError);
  });

  it('multiplies without rounding unless it is a price of several units', () => {
    expect(Money.ofPicos(7n).times(3n).picos).toBe(21n);
    expect(Money.parse('2.5').times(3n, 1_000_000n).toString()).toBe('0.0000075');
  });
});
