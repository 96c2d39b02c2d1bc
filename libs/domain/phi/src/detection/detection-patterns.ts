import { boundedPatterns } from './bounded.js';
import './rules.js';

/** A regular expression as its rule wrote it. */
export interface DetectionPattern {
  readonly source: string;
  readonly flags: string;
}

/** Every pattern of the detector, each once, for the proof that none of them runs away. */
export const detectionPatterns = (): readonly DetectionPattern[] => [
  ...new Map(boundedPatterns().map((pattern) => [`${pattern.flags} ${pattern.source}`, pattern])).values(),
];
