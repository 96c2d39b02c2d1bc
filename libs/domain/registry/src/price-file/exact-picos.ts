import { divideHalfEven } from '@radiant/kernel';

/** Digits of a float that carry meaning; what comes behind them is noise (`1.2999999999999999e-7`). */
const MEANT_DIGITS = 12;
const PICOS_OF_A_USD = 12;
const PARTS = /^(\d)(?:\.(\d+))?e([+-]\d+)$/;

/** Pico-USD of a price in USD that was kept as a float, half to even; undefined for what is no price. */
export function exactPicos(usd: unknown): bigint | undefined {
  if (typeof usd !== 'number' || !Number.isFinite(usd) || usd < 0) return undefined;
  const parts = PARTS.exec(usd.toExponential(MEANT_DIGITS - 1));
  if (!parts) return undefined;
  const [, first = '0', further = '', exponent = '0'] = parts;
  const digits = BigInt(first + further);
  const shift = PICOS_OF_A_USD + Number(exponent) - further.length;
  return shift >= 0 ? digits * 10n ** BigInt(shift) : divideHalfEven(digits, 10n ** BigInt(-shift));
}
