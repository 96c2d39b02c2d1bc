import type { PhiCategory } from '../category.js';
import { dayNumber, type CalendarDay } from './calendar-day.js';
import { shiftedDate } from './date-shift.js';
import { readDay } from './date-text.js';
import { allowedBySafeHarbor } from './safe-harbor.js';

/** A value that is to give way. */
export interface HiddenValue {
  readonly category: PhiCategory;
  readonly value: string;
  /** Whether it stands in a text that was answered or kept before, where dates have been shifted already. */
  readonly echoed: boolean;
}

/** What stands in the place of a value; a placeholder is minted only when it is asked for. */
export type Transformation = (hidden: HiddenValue, placeholder: () => string) => string;

export const placeholders: Transformation = (_hidden, placeholder) => placeholder();

/** What Safe Harbor lets stand, and placeholders for the rest. Of an address, both. */
export const safeHarbor =
  (today: CalendarDay): Transformation =>
  ({ category, value }, placeholder) => {
    const allowed = allowedBySafeHarbor(category, value, today);
    if (allowed === undefined) return placeholder();
    return category === 'ADDRESS' && !isZipAlone(value) ? `${placeholder()} ${allowed}` : allowed;
  };

const isZipAlone = (value: string): boolean => /^\d{5}(?:-\d{4})?$/.test(value.trim());

const DAYS_OF_90_YEARS = 32_872;

/**
 * Dates `days` earlier; placeholders for every other value, for births that tell of an age over 89, and for dates in
 * echoes, which would be shifted twice.
 */
export const shiftedDates =
  (days: number, today: CalendarDay): Transformation =>
  ({ category, value, echoed }, placeholder) => {
    if (echoed || (category !== 'DATE' && category !== 'DOB')) return placeholder();
    const written = readDay(value, today);
    const isOld = written !== undefined && dayNumber(today) - dayNumber(written.day) >= DAYS_OF_90_YEARS - days;
    return isOld ? placeholder() : (shiftedDate(value, days, today) ?? placeholder());
  };
