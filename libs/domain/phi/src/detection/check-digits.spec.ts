import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hasDeaCheck, hasIbanCheck, hasLuhnCheck, hasNpiCheck, hasVinCheck } from './check-digits.js';

type Check = (text: string) => boolean;

/** Invented, with right check digits. */
const RIGHT: readonly (readonly [string, Check, readonly string[]])[] = [
  [
    'payment cards',
    hasLuhnCheck,
    ['4111111111111111', '4111 1111-1111 1111', '378282246310005', '30569309025904', '00'],
  ],
  ['NPI', hasNpiCheck, ['1234567893', '2000000002', '123-456-7893']],
  ['numbers of the DEA', hasDeaCheck, ['BF1234563', 'bf1234563', 'A91234563', 'XY0000000']],
  ['IBAN', hasIbanCheck, ['DE89370400440532013000', 'gb82 WEST 1234 5698 7654 32', 'NO9386011117947']],
  ['vehicles', hasVinCheck, ['1M8GDM9AXKP042788', '1m8gdm9axkp042788', '11111111111111111', 'WBA3A5C53CF256551']],
];
const WRONG: readonly (readonly [string, Check, readonly string[]])[] = [
  ['payment cards', hasLuhnCheck, ['4111111111111112', '0', '']],
  ['NPI', hasNpiCheck, ['1234567890', '3234567893', '123456789', '12345678931']],
  [
    'numbers of the DEA',
    hasDeaCheck,
    ['BF1234560', 'B1234563', 'BF12345633', 'BF123456', '1F1234563', 'BF1234563x', 'xBF1234563'],
  ],
  [
    'IBAN',
    hasIbanCheck,
    ['DE89370400440532013001', 'DE893', '1E89370400440532013000', 'DEX9370400440532013000', 'DE89-370400440532013000'],
  ],
  [
    'vehicles',
    hasVinCheck,
    [
      '1M8GDM9A1KP042788',
      '1M8GDM9AXKP04278',
      '1M8GDM9AXKP0427888',
      'IM8GDM9AXKP042788',
      '1M8GDM9AXKP04278?',
      'QM8GDM9AXKP042788',
    ],
  ],
];

describe('check digits', () => {
  it.each(RIGHT)('of %s are right', (_kind, check, values) => {
    expect(values.filter((value) => !check(value))).toEqual([]);
  });

  it.each(WRONG)('of %s are wrong', (_kind, check, values) => {
    expect(values.filter(check)).toEqual([]);
  });

  it.each([
    ['a payment card', hasLuhnCheck, '4111111111111111'],
    ['an NPI', hasNpiCheck, '1234567893'],
    ['an IBAN', hasIbanCheck, 'DE89370400440532013000'],
    ['a vehicle', hasVinCheck, '11111111111111111'],
  ] as const)('of %s tell of any one digit that is changed', (_kind, check, value) => {
    fc.assert(
      fc.property(fc.nat(value.length - 1), fc.integer({ min: 0, max: 9 }), (at, digit) => {
        fc.pre(/\d/.test(value.charAt(at)) && value.charAt(at) !== String(digit));
        expect(check(value.slice(0, at) + String(digit) + value.slice(at + 1))).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});
