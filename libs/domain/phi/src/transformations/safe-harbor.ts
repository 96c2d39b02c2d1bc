import type { PhiCategory } from '../category.js';
import type { CalendarDay } from './calendar-day.js';

/**
 * Areas of three ZIP digits with 20,000 people or fewer (Census 2010, Summary File 1, by five-digit ZCTA; 45 CFR
 * 164.514(b)(2)(i)(B) lets their digits leave as 000 only).
 */
const SPARSE_AREAS = new Set('036 059 102 203 205 369 556 692 753 772 821 823 878 879 884 893'.split(' '));
const OLDEST_AGE = 90;
const YEAR = /(?<!\d)(1[89]\d{2}|20\d{2})(?!\d)/g;
const COMPACT_DATE = /^(1[89]\d{2}|20\d{2})(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\d{4}|\d{6})?$/;
const ZIP_AT_END = /(?<![\d-])(\d{3})\d{2}(?:-\d{4})?$/;

/** What Safe Harbor lets stand of an identifier (45 CFR 164.514(b)(2)(i)); undefined: nothing. */
export function allowedBySafeHarbor(category: PhiCategory, value: string, today: CalendarDay): string | undefined {
  if (category === 'AGE_OVER_89') return '90 or older';
  if (category === 'DATE' || category === 'DOB') return allowedYear(value, today);
  return category === 'ADDRESS' ? allowedArea(value) : undefined;
}

/** The year, unless it says that somebody is over 89, or which year it is can't be told. */
function allowedYear(value: string, today: CalendarDay): string | undefined {
  const years = new Set([...value.matchAll(YEAR)].map(([year]) => year));
  const compact = COMPACT_DATE.exec(value)?.[1];
  const [year, second] = compact === undefined ? years : [compact];
  if (year === undefined || second !== undefined) return undefined;
  return Number(year) <= today.year - OLDEST_AGE ? undefined : year;
}

/** The first three digits of the ZIP code that ends an address: `627**`. */
function allowedArea(value: string): string | undefined {
  const area = ZIP_AT_END.exec(value.trim())?.[1];
  if (area === undefined) return undefined;
  return SPARSE_AREAS.has(area) ? '000' : `${area}**`;
}
