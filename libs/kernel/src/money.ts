import { DomainError } from './errors.js';

const DIGITS = 12;
const ONE_USD = 10n ** BigInt(DIGITS);
const DECIMAL = /^(-?)(\d{1,30})(?:\.(\d{1,12}))?$/;

/** `numerator / denominator` (denominator > 0) rounded half to even, the rule of every ledger amount. */
export function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  const rest = numerator % denominator;
  const twice = (rest < 0n ? -rest : rest) * 2n;
  const away = twice > denominator || (twice === denominator && quotient % 2n !== 0n);
  return away ? quotient + (numerator < 0n ? -1n : 1n) : quotient;
}

/** Exact US dollars as a whole number of pico-USD (1e-12 USD). No float ever enters or leaves. */
export class Money {
  static readonly zero = new Money(0n);

  private constructor(readonly picos: bigint) {}

  /** @param picos whole pico-USD. */
  static ofPicos(picos: bigint): Money {
    return picos === 0n ? Money.zero : new Money(picos);
  }

  /** @param text a plain decimal of USD with at most 12 fraction digits. @throws DomainError `validation_error`. */
  static parse(text: string): Money {
    const parts = DECIMAL.exec(text);
    if (!parts) {
      throw new DomainError('validation_error', 'an amount must be decimal USD with at most 12 fraction digits');
    }
    const picos = BigInt(parts[2] ?? '0') * ONE_USD + BigInt((parts[3] ?? '').padEnd(DIGITS, '0'));
    return Money.ofPicos(parts[1] ? -picos : picos);
  }

  plus(other: Money): Money {
    return Money.ofPicos(this.picos + other.picos);
  }

  minus(other: Money): Money {
    return Money.ofPicos(this.picos - other.picos);
  }

  /** This amount for `count` units when it is the price of `per` units; half to even at pico. */
  times(count: bigint, per = 1n): Money {
    return Money.ofPicos(divideHalfEven(this.picos * count, per));
  }

  /** This amount with a markup in basis points (4000 = 40 %), half to even at pico. */
  withMarkup(basisPoints: number): Money {
    return this.times(10_000n + BigInt(basisPoints), 10_000n);
  }

  compare(other: Money): -1 | 0 | 1 {
    return this.picos < other.picos ? -1 : this.picos > other.picos ? 1 : 0;
  }

  equals(other: Money): boolean {
    return this.picos === other.picos;
  }

  /** Decimal USD without trailing zeros, e.g. `0.00000015`. */
  toString(): string {
    const absolute = this.picos < 0n ? -this.picos : this.picos;
    const fraction = (absolute % ONE_USD).toString().padStart(DIGITS, '0').replace(/0+$/, '');
    return `${this.picos < 0n ? '-' : ''}${absolute / ONE_USD}${fraction && `.${fraction}`}`;
  }

  toJSON(): string {
    return this.toString();
  }
}
