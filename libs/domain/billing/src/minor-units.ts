import { divideHalfEven, Money } from '@radiant/kernel';

/** All amounts are USD; its minor unit is the cent (ISO 4217). */
export const CURRENCY = 'USD';
const PICOS_OF_A_CENT = 10n ** 10n;

/** Whole cents, half to even. */
export const roundedToCents = (amount: Money): bigint => divideHalfEven(amount.picos, PICOS_OF_A_CENT);

export const ofCents = (cents: bigint): Money => Money.ofPicos(cents * PICOS_OF_A_CENT);

/** USD with two fraction digits, e.g. `12.30`. */
export function centsText(cents: bigint): string {
  const absolute = cents < 0n ? -cents : cents;
  return `${cents < 0n ? '-' : ''}${absolute / 100n}.${(absolute % 100n).toString().padStart(2, '0')}`;
}

/**
 * Cents for each of `amounts` that add up to `total`, by largest remainder: every amount is rounded down, and what is
 * left goes, a cent each, to those with the largest rest; of equal rests to the first. When `total` is what the sum of
 * `amounts` rounds to, no amount moves by a whole cent.
 */
export function sharedOut(amounts: readonly Money[], total: bigint): readonly bigint[] {
  const shares = amounts.map(({ picos }, index) => {
    const floor = floored(picos);
    return { index, cents: floor, rest: picos - floor * PICOS_OF_A_CENT };
  });
  const order = shares.toSorted((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  let left = total - shares.reduce((sum, { cents }) => sum + cents, 0n);
  while (left !== 0n && order.length > 0) {
    const step = left > 0n ? 1n : -1n;
    for (const share of step > 0n ? order : order.toReversed()) {
      if (left === 0n) break;
      share.cents += step;
      left -= step;
    }
  }
  return shares.map(({ cents }) => cents);
}

function floored(picos: bigint): bigint {
  const quotient = picos / PICOS_OF_A_CENT;
  return picos < 0n && quotient * PICOS_OF_A_CENT !== picos ? quotient - 1n : quotient;
}
