import type { Instant } from '@radiant/kernel';

/** A moment as the driver takes it; null where there is none. */
export const dateOf = (instant: Instant | undefined): Date | null => (instant === undefined ? null : new Date(instant));

/** A stored moment, to the millisecond. */
export const instantOf = (date: Date | null): Instant | undefined => date?.getTime();
