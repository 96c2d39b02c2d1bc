import { earlier, type CalendarDay } from './calendar-day.js';
import { readDay } from './date-text.js';

/** Days are shifted by 1 to this many, into the past: nothing that was becomes something to come. */
const MOST_DAYS = 365;

/** By how many days the dates of a conversation go, drawn from a digest in hex that only the tenant's key can make. */
export const daysFrom = (digest: string): number => 1 + (parseInt(digest.slice(0, 12), 16) % MOST_DAYS);

/**
 * A date so many days earlier, written in the same way, so that what lies between two dates stays.
 * @returns undefined unless it says day, month and year.
 */
export function shiftedDate(text: string, days: number, today: CalendarDay): string | undefined {
  const written = readDay(text, today);
  return written?.write(earlier(written.day, days));
}
