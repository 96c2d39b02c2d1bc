import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dayNumber, earlier, type CalendarDay } from './calendar-day.js';
import { daysFrom, shiftedDate } from './date-shift.js';
import { readDay } from './date-text.js';

const TODAY: CalendarDay = { year: 2026, month: 3, day: 10 };
const HANDS = [
  '2021-03-05',
  '2021/3/5',
  '2021.03.05',
  '2021-03-05T10:22:00Z',
  '20210305',
  '20210305102200',
  '3/5/2021',
  '03/05/2021',
  '03-05-21',
  '5.3.2021',
  'March 5, 2021',
  'March 5th, 2021',
  'MAR 5 2021',
  'Mar. 05, 2021',
  '5 March 2021',
  '5th of march 2021',
  '05-Mar-2021',
  '5 de marzo de 2021',
  '5 ABR 2021',
];
const day = fc.integer({ min: 0, max: 19_800 }).map((number) => earlier({ year: 1970, month: 1, day: 1 }, -number));
const days = fc.integer({ min: 1, max: 365 });
const numberIn = (text: string): number => {
  const read = readDay(text, TODAY);
  return read ? dayNumber(read.day) : NaN;
};

describe('a date', () => {
  it.each(HANDS)('written as %s is shifted by days and stays in that hand', (hand) => {
    const written = readDay(hand, TODAY);
    fc.assert(
      fc.property(day, days, (any, shift) => {
        const before = written?.write(any) ?? '';
        const after = shiftedDate(before, shift, TODAY) ?? '';
        expect(numberIn(before) - numberIn(after)).toBe(shift);
        expect(after.replace(/\p{L}+/gu, 'x').replace(/\d+/g, '0')).toBe(
          before.replace(/\p{L}+/gu, 'x').replace(/\d+/g, '0'),
        );
      }),
    );
  });

  it('keeps what lies between it and any other, in whatever hand', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...HANDS),
        fc.constantFrom(...HANDS),
        day,
        day,
        days,
        (firstHand, secondHand, first, second, shift) => {
          const [a, b] = [
            readDay(firstHand, TODAY)?.write(first) ?? '',
            readDay(secondHand, TODAY)?.write(second) ?? '',
          ];
          const [c, d] = [shiftedDate(a, shift, TODAY) ?? '', shiftedDate(b, shift, TODAY) ?? ''];
          expect(numberIn(c) - numberIn(d)).toBe(numberIn(a) - numberIn(b));
        },
      ),
    );
  });

  it.each([
    ['2021-03-05', '2021-02-23'],
    ['1/5/2020', '12/26/2019'],
    ['March 1, 2024', 'February 20, 2024'],
    ['11th of May 2021', '1st of May 2021'],
    ['22 de enero de 2020', '12 de enero de 2020'],
    ['13.01.2020', '03.01.2020'],
    ['12/26/2019', '12/16/2019'],
    ['2021-10-12', '2021-10-02'],
    ['03-05-98', '02-23-98'],
    ['MAR 5 2021', 'FEB 23 2021'],
    ['Mar. 05, 2021', 'Feb. 23, 2021'],
    ['mar 5 2021', 'feb 23 2021'],
    ['March  5th,  2021', 'February  23rd,  2021'],
    ['May 5, 2021', 'April 25, 2021'],
    ['5 MAYO 2021', '25 ABRIL 2021'],
    ['25th of December 2020', '15th of December 2020'],
    ['22nd of June 2020', '12th of June 2020'],
    ['1 Jan 21', '22 Dec 20'],
    ['20210305102200', '20210223102200'],
  ])('%s ten days earlier is %s', (text, expected) => {
    expect(shiftedDate(text, 10, TODAY)).toBe(expected);
  });

  it.each([
    'March 2021',
    'May 5',
    '2021',
    '02/30/2021',
    '13/13/2021',
    '13/01/2020',
    'last December',
    '1700-01-01',
    'Foo 5, 2021',
    '5 Foo 2021',
    'on 5 March 2021',
    '5 March 2021 at',
    '2021-03-05T10',
    '202103051022009',
    'x3/5/2021',
    '',
  ])('that does not say which day it is, like %j, is not shifted', (text) => {
    expect(shiftedDate(text, 10, TODAY)).toBeUndefined();
  });
});

describe('a year of two digits', () => {
  it.each([
    ['03-05-21', 2021],
    ['03-05-26', 2026],
    ['03-05-27', 1927],
    ['03-05-98', 1998],
    ['5 March 00', 2000],
    ['5 March 27', 1927],
  ])('in %s is %i, up to this year and no further', (text, year) => {
    expect(readDay(text, TODAY)?.day.year).toBe(year);
  });
});

describe('the days of a conversation', () => {
  it('are 1 to 365, and all of them', () => {
    const seen = new Set<number>();
    for (let index = 0; index < 5_000; index += 1) seen.add(daysFrom((index * 7_919).toString(16).padStart(12, '0')));
    expect(Math.min(...seen)).toBe(1);
    expect(Math.max(...seen)).toBe(365);
    expect(seen.size).toBe(365);
  });
});
