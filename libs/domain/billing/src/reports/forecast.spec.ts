import { describe, expect, it } from '@jest/globals';
import { Money } from '@radiant/kernel';
import fc from 'fast-check';
import { dayAfter } from '../calendar.js';
import { forecastMonth, type DaySpend } from './forecast.js';

/** Days up to 2026-10-18, a Sunday; the month has thirteen more, and today is the 19th. */
const daysOf = (amounts: readonly number[]): DaySpend[] =>
  amounts.map((amount, index) => ({
    day: dayAfter('2026-10-19', index - amounts.length),
    billed: Money.parse(String(amount)),
  }));
const today = (amount: string): DaySpend => ({ day: '2026-10-19', billed: Money.parse(amount) });
const forecast = (amounts: readonly number[], month = '100', spentToday = '0') =>
  forecastMonth(daysOf(amounts), Money.parse(month), today(spentToday), '2026-11-01');

describe('a forecast', () => {
  it('goes on as it was when every day was alike', () => {
    expect(forecast(Array.from({ length: 28 }, () => 2))).toEqual({
      spent: Money.parse('100'),
      expected: Money.parse('126'), // thirteen days of two dollars
      days: 28,
      byWeekday: true,
    });
  });

  it('tells weekdays from weekends', () => {
    const week = [5, 5, 5, 5, 5, 0, 0]; // Monday to Sunday
    const { expected } = forecast([...week, ...week, ...week, ...week]);
    expect(Number(String(expected))).toBeCloseTo(150, 0); // 19 to 31 October: ten weekdays
  });

  it('follows a rise, and has no weekdays with less than two weeks', () => {
    const found = forecast([1, 2, 3, 4], '10');
    expect([String(found.expected), found.days, found.byWeekday]).toEqual(['153', 4, false]); // 10 + 5 + … + 17
  });

  it('does not fall below zero, nor below what was spent', () => {
    expect(String(forecast([9, 6, 3, 0.1], '18.1', '4').expected)).toBe('22.1');
  });

  it('leaves out what was before the first use, and is what was spent where nothing was before', () => {
    expect(forecast([0, 0, 0, 3], '3').days).toBe(1);
    expect(String(forecast([0, 0, 0, 3], '3').expected)).toBe('42');
    expect(forecast([], '0', '7')).toEqual({
      spent: Money.parse('7'),
      expected: Money.parse('7'),
      days: 0,
      byWeekday: false,
    });
  });

  it('is never less than what was spent, whatever the days were', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000), { maxLength: 40 }), fc.nat(1_000), (amounts, spent) => {
        const found = forecast(amounts, '5', String(spent));
        expect(found.expected.compare(found.spent)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
