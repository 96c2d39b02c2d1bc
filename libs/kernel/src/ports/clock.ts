/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** Time, so that tests decide what it is. */
export abstract class Clock {
  /** The present, for dates that are stored or shown. */
  abstract now(): Instant;
  /** Milliseconds on a clock that never jumps, for durations only. */
  abstract elapsed(): number;
}
