import type { PhiCategory } from '../category.js';
import type { PhiSensitivity } from '../sensitivity.js';
import { bounded } from './bounded.js';
import type { NameWords } from './name-word.js';

/** The folded text of one window and the same text in lower case, unit by unit. */
export interface Scene {
  readonly text: string;
  readonly lower: string;
  /** Whether it has no capitals at all, so that they prove nothing. */
  readonly plain: boolean;
  /** Its words, as parts of names. */
  readonly words: NameWords;
}

export interface Span {
  readonly start: number;
  readonly end: number;
  /** In place of the rule's own, where a check digit or a form says more. */
  readonly confidence?: number;
}

/** Looks around the token [start, end) that triggered it; does a bounded amount of work. */
export type Find = (scene: Scene, start: number, end: number) => Span | undefined;

/** When the scan meets one of its triggers, a rule says which stretch of text is PHI, if any. */
export interface Rule {
  readonly name: string;
  readonly category: PhiCategory;
  /** 0 to 1. */
  readonly confidence: number;
  /** The lowest sensitivity at which it works; `balanced` when left out. */
  readonly level?: PhiSensitivity;
  /** Lower-case words that trigger it. */
  readonly words?: readonly string[];
  /** Whether every word triggers it. */
  readonly everyWord?: boolean;
  /** Whether every run of digits triggers it. */
  readonly digits?: boolean;
  /** Of the words or runs of digits, the shortest and the longest that trigger it; any when left out. */
  readonly lengths?: readonly [number, number];
  /** Flags of the lexicon: a capitalised word that has one of them triggers it (any word, where none is capitalised). */
  readonly proper?: number;
  /** Single characters that trigger it. */
  readonly signs?: string;
  readonly find: Find;
}

/** The rules as ones that work at `level` and above. */
export const from = (level: PhiSensitivity, rules: readonly Rule[]): readonly Rule[] =>
  rules.map((rule) => ({ ...rule, level }));

export { words } from './word-list.js';

/** What may stand between a cue and its value: "SSN: ", "MRN is #", "DOB (", `"ssn": "`. */
export const LINK = `[\\s"'_:=#*(-]{0,6}(?:(?:is|was|are|on|of)\\b[\\s"':#]{0,4})?`;

/** The value that follows the trigger: `pattern` is for lower case, and its one group ends it. */
export function following(pattern: string): Find {
  const expression = bounded(pattern, 'uy');
  return (scene, _start, end) => {
    expression.lastIndex = end;
    const match = expression.exec(scene.lower);
    const value = match?.[1];
    return value ? { start: expression.lastIndex - value.length, end: expression.lastIndex } : undefined;
  };
}

/** What `pattern` (for the text as written) covers from the trigger's own beginning. */
export function starting(pattern: string): Find {
  const expression = bounded(pattern, 'uy');
  return (scene, start) => {
    expression.lastIndex = start;
    return expression.test(scene.text) ? { start, end: expression.lastIndex } : undefined;
  };
}
