import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PHI_CATEGORIES, type PhiCategory } from '../category.js';
import { allowedBySafeHarbor } from './safe-harbor.js';

const TODAY = { year: 2026, month: 3, day: 10 };
const allowed = (category: PhiCategory, value: string): string | undefined =>
  allowedBySafeHarbor(category, value, TODAY);

describe('Safe Harbor', () => {
  it.each([
    ['March 5, 2021', '2021'],
    ['2021-03-05T10:22', '2021'],
    ['20210305', '2021'],
    ['19990305', '1999'],
    ['20210305102200', '2021'],
    ['5 de mayo de 2019', '2019'],
    ['3/5/1999', '1999'],
  ])('lets the year of %s stand', (value, year) => {
    expect(allowed('DATE', value)).toBe(year);
    expect(allowed('DOB', value)).toBe(year);
  });

  it.each(['March 5', '3/5/21', 'last December', '1936-01-01', 'born 1931', '2019 to 2021', '99999999'])(
    'lets nothing of %j stand',
    (value) => {
      expect(allowed('DATE', value)).toBeUndefined();
    },
  );

  it('pools ages over 89', () => {
    expect(allowed('AGE_OVER_89', '93')).toBe('90 or older');
  });

  it.each([
    ['12 Elm Street, Springfield, IL 62701', '627**'],
    ['62701-1234', '627**'],
    ['Boston, MA 02110', '021**'],
    ['Anywhere 03601', '000'],
    ['87901', '000'],
    [' 62701\n', '627**'],
    ['12 Elm Street', undefined],
    ['12345 Main Street', undefined],
    ['box 1234567', undefined],
  ])('of %s lets %s stand', (value, area) => {
    expect(allowed('ADDRESS', value)).toBe(area);
  });

  it('lets nothing of any other identifier stand', () => {
    const others = PHI_CATEGORIES.filter((category) => !['DATE', 'DOB', 'AGE_OVER_89', 'ADDRESS'].includes(category));
    fc.assert(
      fc.property(fc.constantFrom(...others), fc.string(), (category, value) => {
        expect(allowed(category, value)).toBeUndefined();
      }),
    );
  });

  it('never lets more digits stand than a year or the first three of a ZIP code', () => {
    const numbers = fc.string({ unit: fc.constantFrom(...'0123456789-/. ') });
    fc.assert(
      fc.property(fc.constantFrom<PhiCategory>('DATE', 'DOB', 'ADDRESS'), numbers, (category, value) => {
        expect(allowed(category, value) ?? '').toMatch(/^(?:|(?:1[89]|20)\d\d|\d{3}\*\*|000)$/);
      }),
      { numRuns: 1_000 },
    );
  });
});
