import type { PhiCategory } from '../category.js';
import { dayNumber, type CalendarDay } from './calendar-day.js';
import { shiftedDate } from './date-shift.js';
import { readDay } from './date-text.js';
import { allowedBySafeHarbor } from './safe-harbor.js';

/** What stands in the place of a value; a placeholder is minted only when it is asked for. */
export type Transformation = (category: PhiCategory, value: string, placeholder: () => string) => string;

export const placeholders: Transformation = (_category, _value, placeholder) => placeholder();

/** What Safe Harbor lets stand, and placeholders for the rest. Of an address, both. */
export const safeHarbor =
  (today: CalendarDay): Transformation =>
  (category, value, placeholder) => {
    const allowed = allowedBySafeHarbor(category, value, today);
    if (allowed === undefined) return placeholder();
    return category === 'ADDRESS' && !isZipAlone(value) ? `${placeholder()} ${allowed}` : allowed;
  };

const isZipAlone = (value: string): boolean => /^\d{5}(?:-\d{4})?$/.test(value.trim());

const DAYS_OF_90_YEARS = 32_872;

/** Dates `days` earlier; placeholders for every other value, and for births that tell of an age over 89. */
export const shiftedDates =
  (days: number, today: CalendarDay): Transformation =>
  (category, value, placeholder) => {
    if (category !== 'DATE' && category !== 'DOB') return placeholder();
    const written = readDay(value, today);
    const isOld = written !== undefined && dayNumber(today) - dayNumber(written.day) >= DAYS_OF_90_YEARS - days;
    return isOld ? placeholder() : (shiftedDate(value, days, today) ?? placeholder());
  };
