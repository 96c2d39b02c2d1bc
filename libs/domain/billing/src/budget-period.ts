import type { Instant } from '@radiant/kernel';
import type { BudgetPeriod } from './budget.js';
import type { Period } from './ports/usage-reports.js';

/** The day or month of a moment on the clocks of a time zone (IANA name). */
export function budgetPeriod(period: BudgetPeriod, moment: Instant, timeZone: string): Period {
  const { year, month, day } = dateIn(timeZone, moment);
  if (period === 'day') {
    return { from: midnight(year, month, day, timeZone), to: midnight(year, month, day + 1, timeZone) };
  }
  return { from: midnight(year, month, 1, timeZone), to: midnight(year, month + 1, 1, timeZone) };
}

/** `month` counts from 0. */
function dateIn(timeZone: string, moment: Instant): { year: number; month: number; day: number } {
  const local = new Date(moment + offsetAt(timeZone, moment));
  return { year: local.getUTCFullYear(), month: local.getUTCMonth(), day: local.getUTCDate() };
}

/** Twice, as the offset at midnight may be another than the one at the first guess. */
function midnight(year: number, month: number, day: number, timeZone: string): Instant {
  const local = Date.UTC(year, month, day);
  const guess = local - offsetAt(timeZone, local);
  return local - offsetAt(timeZone, guess);
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

const formatOf = (timeZone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
