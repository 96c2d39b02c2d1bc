import { DomainError, type Instant } from '@radiant/kernel';
import type { Period } from './ports/usage-reports.js';

/** A day of a calendar. `month` counts from 0. */
export interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const DAY_MS = 86_400_000;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
/** The day after the last one has a year of four digits, too. */
const [FIRST_YEAR, LAST_YEAR] = [1970, 9998];
const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/;

/** The day of a moment on the clocks of a time zone (IANA name). */
export function dateIn(timeZone: string, moment: Instant): CalendarDate {
  const local = new Date(moment + offsetAt(timeZone, moment));
  return { year: local.getUTCFullYear(), month: local.getUTCMonth(), day: local.getUTCDate() };
}

/**
 * The day's first moment: where the clocks show midnight twice the first, where they leave it out the one of the change.
 * No clock is a day from UTC, so the change, if there is one, is between a day before and a day after.
 */
export function midnight(year: number, month: number, day: number, timeZone: string): Instant {
  const local = Date.UTC(year, month, day);
  const [before, after] = [offsetAt(timeZone, local - DAY_MS), offsetAt(timeZone, local + DAY_MS)];
  if (before === after) return local - before; // nearly always, and asking is what takes time
  const [first, second] = [local - Math.max(before, after), local - Math.min(before, after)];
  return first + offsetAt(timeZone, first) === local ? first : second;
}

/** `YYYY-MM-DD` of a moment on the clocks of a time zone. */
export const dayOf = (timeZone: string, moment: Instant): string => dayText(dateIn(timeZone, moment));

/** `YYYY-MM-DD`. */
const dayText = ({ year, month, day }: CalendarDate): string =>
  new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);

/** The day so many days after `day` (YYYY-MM-DD). */
export const dayAfter = (day: string, days = 1): string => {
  const { year, month, day: ofMonth } = parseDay('day', day);
  return dayText({ year, month, day: ofMonth + days });
};

const isYear = (year: number): boolean => year >= FIRST_YEAR && year <= LAST_YEAR;

/** A day that exists. @throws DomainError `validation_error` naming the field. */
export function parseDay(field: string, text: string): CalendarDate {
  const [, year, month, day] = DATE.exec(text) ?? [];
  const date = { year: Number(year), month: Number(month) - 1, day: Number(day) };
  if (year === undefined || !isYear(date.year) || dayText(date) !== text) {
    throw new DomainError('validation_error', `${field} must be a day such as 2026-10-01`, { field });
  }
  return date;
}

/** The first moment of a day (YYYY-MM-DD). @throws DomainError `validation_error` naming the field. */
export function startOfDay(field: string, day: string, timeZone: string): Instant {
  const { year, month, day: ofMonth } = parseDay(field, day);
  return midnight(year, month, ofMonth, timeZone);
}

/** First day and first day after of a month (YYYY-MM). @throws DomainError `validation_error` naming the field. */
export function monthDays(field: string, text: string): { readonly from: string; readonly to: string } {
  const [, year, month] = MONTH.exec(text) ?? [];
  if (year === undefined || !isYear(Number(year))) {
    throw new DomainError('validation_error', `${field} must be a month such as 2026-10`, { field });
  }
  return {
    from: `${text}-01`,
    to: dayText({ year: Number(year), month: Number(month), day: 1 }),
  };
}

/** The moments of the days from `from` to before `to`. @throws DomainError `validation_error` naming the field. */
export function daysPeriod(from: string, to: string, timeZone: string): Period {
  const period = { from: startOfDay('from', from, timeZone), to: startOfDay('to', to, timeZone) };
  if (period.to <= period.from) {
    throw new DomainError('validation_error', 'to must be a day after from', { field: 'to' });
  }
  return period;
}

/** What the clocks of the zone show more than UTC, in ms. */
function offsetAt(timeZone: string, moment: Instant): number {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return shown - Math.floor(moment / 1_000) * 1_000;
}

/** Making one takes a hundred times as long as asking it. As many as there are time zones: others can't be made. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, format);
  return format;
}
