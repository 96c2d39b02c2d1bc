import { LRUCache } from 'lru-cache';
import { RE2JS, RE2JSException, RE2Set } from 're2js';

/** Instructions of the compiled pattern: bounds the memory of its automaton. */
const LARGEST_PROGRAM = 500;
/** What was found wrong with patterns, '' for nothing: a policy is read anew every few seconds. */
const checked = new LRUCache<string, string>({ max: 2_000 });
/** Bytes for the automaton of all patterns of a tenant; what does not fit is computed step by step, in linear time too. */
const AUTOMATON_BYTES = 2 * 1_024 * 1_024;

/**
 * Patterns of a tenant, tried against whole candidates. RE2 has no backreferences and no look-around, and its automaton
 * reads each character once, so no pattern takes more than linear time, whatever the text.
 */
export class PatternSet {
  private readonly set = new RE2Set(RE2Set.ANCHOR_BOTH, 0, AUTOMATON_BYTES);

  /** @param patterns without a problem. */
  constructor(patterns: readonly string[]) {
    for (const pattern of patterns) this.set.add(pattern);
    this.set.compile();
  }

  /** What a pattern must be, when it is not that. */
  static problemWith(pattern: string): string | undefined {
    const problem = checked.get(pattern) ?? compiledProblem(pattern) ?? '';
    checked.set(pattern, problem);
    return problem === '' ? undefined : problem;
  }

  /** The index of the first pattern that matches all of `candidate`; undefined when none does. */
  firstMatch(candidate: string): number | undefined {
    const matching = this.set.match(candidate);
    return matching.length === 0 ? undefined : Math.min(...matching);
  }
}

function compiledProblem(pattern: string): string | undefined {
  try {
    const compiled = RE2JS.compile(pattern);
    if (compiled.programSize() > LARGEST_PROGRAM) return `a pattern of at most ${LARGEST_PROGRAM} steps`;
    return compiled.matches('') ? 'a pattern that does not match the empty text' : undefined;
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return 'a regular expression in the syntax of RE2: no backreferences, no look-around';
  }
}
