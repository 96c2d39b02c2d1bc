import type { PhiCategory } from '../category.js';
import type { PhiSensitivity } from '../sensitivity.js';

/** A stretch of text that identifies somebody. */
export interface PhiMatch {
  readonly category: PhiCategory;
  /** UTF-16 offset of the first unit. */
  readonly start: number;
  /** UTF-16 offset behind the last unit; start and end never split a surrogate pair. */
  readonly end: number;
  /** 0 to 1. */
  readonly confidence: number;
  /** Which rule found it, e.g. `ssn.cue`. Never holds any of the text. */
  readonly rule: string;
}

export abstract class PhiDetector {
  /** Changes whenever the same text could yield other matches. */
  abstract readonly version: string;

  /**
   * The matches of each text, in the order of `texts`; sorted by start, never overlapping, only of `categories`.
   * The texts are read as one document: a name learnt in one is found in all of them.
   * @throws DomainError `payload_too_large` for more matches than a call may have.
   * @param sensitivity how much proof a match needs; `balanced` when left out.
   * @param withoutSecondOpinion told when a second opinion should have been heard and could not be; whoever leaves it out
   * gets a `service_unavailable` in the place of matches.
   */
  abstract detect(
    texts: readonly string[],
    categories: ReadonlySet<PhiCategory>,
    sensitivity?: PhiSensitivity,
    withoutSecondOpinion?: () => void,
  ): Promise<readonly (readonly PhiMatch[])[]>;
}
