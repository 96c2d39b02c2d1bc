import type { Instant } from '@radiant/kernel';
import { instantOf } from '@radiant/nest-kit';

/** ISO 8601 in UTC; null for what is not. */
export function shown(instant: Instant): string;
export function shown(instant: Instant | undefined): string | null;
export function shown(instant: Instant | undefined): string | null {
  return instant === undefined ? null : new Date(instant).toISOString();
}

/** A moment of a body or query that was checked before. */
export const optionalInstant = (text: string | undefined): Instant | undefined =>
  text === undefined ? undefined : instantOf(text);
