import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { budgetPeriod } from './budget-period.js';

const shown = (period: 'day' | 'month', moment: string, zone: string): string[] => {
  const { from, to } = budgetPeriod(period, Date.parse(moment), zone);
  return [new Date(from).toISOString(), new Date(to).toISOString()];
};

describe('the period of a budget', () => {
  it.each([
    ['day', '2026-03-10T12:00:00Z', 'UTC', '2026-03-10T00:00:00.000Z', '2026-03-11T00:00:00.000Z'],
    ['month', '2026-12-10T12:00:00Z', 'UTC', '2026-12-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
    ['day', '2026-03-10T03:00:00Z', 'America/New_York', '2026-03-09T04:00:00.000Z', '2026-03-10T04:00:00.000Z'],
    ['day', '2026-03-10T20:00:00Z', 'Asia/Kolkata', '2026-03-10T18:30:00.000Z', '2026-03-11T18:30:00.000Z'],
    ['month', '2026-03-10T12:00:00Z', 'Europe/Berlin', '2026-02-28T23:00:00.000Z', '2026-03-31T22:00:00.000Z'],
  ] as const)('%s of %s in %s', (period, moment, zone, from, to) => {
    expect(shown(period, moment, zone)).toEqual([from, to]);
  });

  it('is an hour shorter or longer when the clocks are changed', () => {
    const hours = (moment: string): number => {
      const { from, to } = budgetPeriod('day', Date.parse(moment), 'Europe/Berlin');
      return (to - from) / 3_600_000;
    };
    expect([hours('2026-03-29T12:00:00Z'), hours('2026-10-25T12:00:00Z'), hours('2026-06-01T12:00:00Z')]).toEqual([
      23, 25, 24,
    ]);
  });

  it('holds its moment, and ends where the next begins', () => {
    const zones = fc.constantFrom(
      ...['UTC', 'America/New_York', 'Europe/Berlin', 'Asia/Kolkata', 'Pacific/Auckland'],
      ...['America/Santiago', 'America/Havana', 'Atlantic/Azores', 'Africa/Cairo'], // whose clocks change at midnight
    );
    const day = 24 * 3_600_000;
    const changes = ['2026-03-29T01:00Z', '2026-10-25T01:00Z', '2026-09-06T04:00Z', '2026-11-01T05:00Z'];
    const moments = fc.oneof(
      fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2030, 0, 1) }),
      fc.tuple(fc.constantFrom(...changes), fc.integer({ min: -day, max: day })).map(([at, by]) => Date.parse(at) + by),
    );
    fc.assert(
      fc.property(zones, moments, fc.constantFrom('day' as const, 'month' as const), (zone, moment, period) => {
        const { from, to } = budgetPeriod(period, moment, zone);
        expect(from <= moment && moment < to).toBe(true);
        expect(budgetPeriod(period, to, zone).from).toBe(to);
        expect(budgetPeriod(period, to - 1, zone)).toEqual({ from, to });
      }),
      { numRuns: 500 },
    );
  });
});
