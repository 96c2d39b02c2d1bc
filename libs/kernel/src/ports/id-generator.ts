/** Randomness, so that tests decide what comes. Real implementations are cryptographically strong. */
export abstract class IdGenerator {
  /** A random (version 4) lower-case UUID. */
  abstract uuid(): string;
  /** A whole number in [from, below), evenly spread. */
  abstract integer(from: number, below: number): number;
}
