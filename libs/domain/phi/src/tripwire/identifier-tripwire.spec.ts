import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PHI_CATEGORIES, type PhiCategory } from '../category.js';
import { assertNoIdentifiers } from './identifier-tripwire.js';

const ALL: ReadonlySet<PhiCategory> = new Set(PHI_CATEGORIES);
const body = (content: unknown): string => JSON.stringify({ model: 'm', messages: [{ role: 'user', content }] });
const look =
  (content: unknown, categories = ALL) =>
  (): void =>
    assertNoIdentifiers(body(content), categories);

/** Invented, with right check digits. */
const IDENTIFIERS: readonly (readonly [string, PhiCategory, string])[] = [
  ['a social security number', 'SSN', '219-09-9999'],
  ['one with blanks', 'SSN', '219 09 9999'],
  ['a payment card', 'ACCOUNT', '4111111111111111'],
  ['one in groups', 'ACCOUNT', '5500 0000 0000 0004'],
  ['one of fifteen digits', 'ACCOUNT', '3782 822463 10005'],
  ['an IBAN', 'ACCOUNT', 'DE89370400440532013000'],
  ['an IBAN in groups', 'ACCOUNT', 'GB82 WEST 1234 5698 7654 32'],
  ['an IBAN of whole groups', 'ACCOUNT', 'BE68 5390 0754 7034'],
  ['an NPI that is called one', 'LICENSE', 'NPI: 1234567893'],
  ['a Medicare number', 'INSURANCE_ID', '1EG4-TE5-MK73'],
  ['one without hyphens', 'INSURANCE_ID', '1EG4TE5MK73'],
  ['a vehicle', 'VEHICLE', '1M8GDM9AXKP042788'],
  ['a vehicle from elsewhere', 'VEHICLE', 'WBA3A5C53CF256551'],
];

describe('the tripwire for identifiers', () => {
  it.each(IDENTIFIERS)('refuses %s, and says nothing of it', (_case, _category, value) => {
    for (const content of [
      value,
      `see ${value}.`,
      `"${value}"`,
      `a\n${value}\tb`,
      JSON.stringify({ a: `\n${value}` }),
    ]) {
      expect(look(content)).toThrow(expect.objectContaining({ code: 'phi_policy_blocked' }));
      expect(look(content)).not.toThrow(value);
    }
    expect(look([{ type: 'text', text: value }])).toThrow();
    expect(() => assertNoIdentifiers(JSON.stringify({ [value]: 1 }), ALL)).toThrow();
  });

  it.each(IDENTIFIERS)('lets %s pass where the policy does not hide its category', (_case, category, value) => {
    expect(look(value, new Set([...ALL].filter((each) => each !== category)))).not.toThrow();
  });

  it.each<[string, unknown]>([
    ['a number that was never issued', '000-12-3456, 666-12-3456, 912-12-3456, 219-00-9999, 219-09-0000'],
    ['a wrong check digit', '4111111111111112 DE89370400440532013001 1M8GDM9A1KP042788'],
    ['ten digits that are the seconds of a clock', '1700000003 1234567893'],
    ['part of a longer name or number', 'x-219-09-9999 219-09-9999-1 a4111111111111111 1.219-09-9999 /219-09-9999'],
    ['doses, ratios, laboratory values and dates', '120/80, 1-2-3, 400 mg, 2021-03-04, 12:30, 3.14159265358979'],
    ['placeholders', '[PHI_SSN_48213] PHI_NAME_48214'],
    ['a bare number', 4111111111111111],
    ['the digest of a user', 'a3f5c9d2e8b14706a3f5c9d2e8b14706'],
    ['UUIDs', '3f2504e0-4f89-11d3-9a0c-0305e82c3301'],
    ['a version and a code of a vocabulary', '1.2.840.113619.2.55 urn:oid:2.16.840.1.113883.4.1'],
  ])('lets %s pass', (_case, content) => {
    expect(look(content)).not.toThrow();
  });

  it('finds every number that can have been issued, wherever it stands in a text', () => {
    const digits = (length: number): fc.Arbitrary<string> =>
      fc.integer({ min: 1, max: 10 ** length - 1 }).map((number) => String(number).padStart(length, '0'));
    const area = digits(3).filter((each) => each !== '666' && Number(each) < 900);
    const words = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '"', '\\', 'é', ',', '1'), maxLength: 12 });
    fc.assert(
      fc.property(area, digits(2), digits(4), words, words, (a, b, c, before, after) => {
        expect(look(`${before} ${a}-${b}-${c} ${after}`)).toThrow();
      }),
    );
  });
});
