import type { Pace } from '../pace.js';
import type { PhiMatch } from '../ports/phi-detector.js';

/** One way in which a passage is searched. */
export interface Reading {
  readonly text: string;
  /** What was found in it, by where it stands in the passage's meaning. */
  readonly matches: (found: readonly PhiMatch[]) => readonly PhiMatch[];
}

/** A text in which known values are looked for, and where it begins in the passage's meaning. */
export interface Piece {
  readonly text: string;
  readonly at: number;
}

/** Where a match stands in the slot's text, which is not its meaning. */
export interface Place {
  readonly start: number;
  readonly end: number;
  /** Names something, as keys and identifiers do: another form of the same value is another name. */
  readonly exact: boolean;
}

/** What is searched as one: a slot, or several that one speaker says one behind the other. */
export interface Passage {
  readonly meaning: string;
  /** Whether a model may have written it. */
  readonly echoed: boolean;
  /** What the caller says is PHI. */
  readonly marks: readonly PhiMatch[];
  readonly readings: readonly Reading[];
  /** The whole, and then the texts that it is made of, if there are several. */
  readonly pieces: readonly Piece[];
  /** What is hidden. */
  readonly valueOf: (match: PhiMatch) => string;
  /** The texts of its slots, in order, with each match replaced. */
  readonly hiding: (
    matches: readonly PhiMatch[],
    pace: Pace,
    placeholderOf: (match: PhiMatch, place: Place) => string,
  ) => Promise<readonly string[]>;
}
