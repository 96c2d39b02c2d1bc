import 'reflect-metadata';
import { expect, it, jest } from '@jest/globals';
import { validateSync } from 'class-validator';
import { instantOf, IsMoment } from './moments.js';

class Period {
  @IsMoment()
  readonly from: unknown;

  constructor(from: unknown) {
    this.from = from;
  }
}

it.each([
  ['2026', '2026-01-01T00:00:00.000Z'],
  ['2026-05', '2026-05-01T00:00:00.000Z'],
  ['2026-05-09', '2026-05-09T00:00:00.000Z'],
  ['2026-05-09T10:30', '2026-05-09T10:30:00.000Z'],
  ['2026-05-09 10:30:15', '2026-05-09T10:30:15.000Z'],
  ['2026-05-09T10:30:15.25', '2026-05-09T10:30:15.250Z'],
  ['2026-05-09T10:30:15Z', '2026-05-09T10:30:15.000Z'],
  ['2026-05-09 10:30:15Z', '2026-05-09T10:30:15.000Z'],
  ['2026-05-09T10:30:15.123456789-0400', '2026-05-09T14:30:15.123Z'],
  ['2026-05-09T10:30:15+02:00', '2026-05-09T08:30:15.000Z'],
])('%s is %s, whatever the time zone of the machine', (text, moment) => {
  expect(validateSync(new Period(text))).toEqual([]);
  const read = jest.spyOn(Date, 'parse');
  expect(new Date(instantOf(text)).toISOString()).toBe(moment);
  // ECMAScript takes a time without an offset for one of the machine, and a date alone for one of UTC
  expect(read).toHaveBeenLastCalledWith(expect.stringMatching(/^[\d-]+$|Z$|T.*[+-]\d{2}:?\d{2}$/));
});

it.each([
  '2026-W05',
  '2026-012',
  '2026-365',
  '20260509',
  '-2026-05-09',
  '2026-02-30',
  '2026-13-01',
  '2026-05-09T10',
  '2026-05-09T10:30:15+02',
  '2026-05-09T10:30:15,5Z',
  '2026-05-09T25:00:00Z',
  '2026-05-09T10:30:15Z\n',
  'yesterday',
  '',
  20260509,
  null,
  ['2026-05-09'],
])('%j is none', (text) => {
  expect(validateSync(new Period(text))).toHaveLength(1);
});
