import type { Instant } from '@radiant/kernel';

/** Beyond it a Date is invalid (ECMA-262, time values). */
const MAX_DATE_MS = 8_640_000_000_000_000;

/**
 * An instant as hashes and exports have it: ISO 8601 in UTC with milliseconds and `Z`. What is no instant, e.g. the
 * `infinity` of a tampered row, is written as it is, since a verification must not end there.
 */
export const moment = (instant: Instant): string =>
  Math.abs(instant) <= MAX_DATE_MS ? new Date(instant).toISOString() : String(instant);
