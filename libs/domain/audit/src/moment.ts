import type { Instant } from '@radiant/kernel';

/** Beyond it a Date is invalid (ECMA-262, time values). */
const MAX_DATE_MS = 8_640_000_000_000_000;

/**
 * An instant as hashes and exports have it: ISO 8601 in UTC with milliseconds and `Z`. What is no instant, e.g. the
 * `infinity` of a tampered row, is written as it is, since a verification must not end there.
 */
export function moment(instant: Instant): string {
  if (instant === last.instant) return last.text;
  const text = Math.abs(instant) <= MAX_DATE_MS ? new Date(instant).toISOString() : String(instant);
  last = { instant, text };
  return text;
}

/** Both hashes of a row ask for the same moment, and writing it is a twentieth of what verifying a row costs. */
let last: { readonly instant: Instant; readonly text: string } = { instant: 0, text: '1970-01-01T00:00:00.000Z' };
