import { describe, expect, it } from '@jest/globals';
import { dayAfter, dayOf, daysPeriod, monthDays, startOfDay } from './calendar.js';

const at = (text: string): number => Date.parse(text);

describe('days of a time zone', () => {
  it('begin at its midnight, on both sides of a change of clocks', () => {
    expect(startOfDay('from', '2026-03-29', 'Europe/Berlin')).toBe(at('2026-03-28T23:00:00Z'));
    expect(startOfDay('from', '2026-03-30', 'Europe/Berlin')).toBe(at('2026-03-29T22:00:00Z'));
    expect(dayOf('America/New_York', at('2026-11-01T03:59:59Z'))).toBe('2026-10-31');
    expect(dayOf('Pacific/Kiritimati', at('2026-10-31T10:00:00Z'))).toBe('2026-11-01');
  });

  it.each([
    [
      'that the clocks leave out, at the first moment after it',
      'America/Santiago',
      '2026-09-06',
      '2026-09-06T04:00:00Z',
    ],
    ['that they leave out east of Greenwich', 'Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00Z'],
    ['that they leave out at a change of the day', 'Atlantic/Azores', '2026-03-29', '2026-03-29T01:00:00Z'],
    ['that they show twice, at the first of both', 'Atlantic/Azores', '2026-10-25', '2026-10-25T00:00:00Z'],
    ['that begins a month and is shown twice', 'America/Havana', '2026-11-01', '2026-11-01T04:00:00Z'],
  ])('begin at a midnight %s', (_, zone, day, first) => {
    expect(startOfDay('from', day, zone)).toBe(at(first));
    expect(dayOf(zone, at(first))).toBe(day);
    expect(dayOf(zone, at(first) - 1)).toBe(dayAfter(day, -1));
  });

  it('make months, whatever their length', () => {
    expect(monthDays('month', '2026-12')).toEqual({ from: '2026-12-01', to: '2027-01-01' });
    expect(monthDays('month', '2028-02')).toEqual({ from: '2028-02-01', to: '2028-03-01' });
    expect(dayAfter('2028-02-28')).toBe('2028-02-29');
    expect(dayAfter('2026-01-01', -1)).toBe('2025-12-31');
  });

  it.each(['2026-02-30', '2026-2-3', '', '1969-12-31', '2026-13-01', '2026-02-01x', ' 2026-02-01', 'yesterday'])(
    '%j is none',
    (text) => {
      expect(() => daysPeriod(text, '2026-03-01', 'UTC')).toThrow(
        expect.objectContaining({ message: 'from must be a day such as 2026-10-01', facts: { field: 'from' } }),
      );
    },
  );

  it('a period has an end after its beginning', () => {
    expect(() => daysPeriod('2026-03-01', '2026-03-01', 'UTC')).toThrow(
      expect.objectContaining({ message: 'to must be a day after from', facts: { field: 'to' } }),
    );
  });

  it.each(['2026-00', '1969-12', '9999-01', '2026-13', '2026-1', '2026-10-01'])('%j is no month', (text) => {
    expect(() => monthDays('month', text)).toThrow(
      expect.objectContaining({ message: 'month must be a month such as 2026-10', facts: { field: 'month' } }),
    );
  });
});
