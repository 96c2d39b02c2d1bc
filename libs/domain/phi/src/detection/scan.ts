import { DIGIT, digitsEnd, kindOf, LETTER, lettersEnd } from '../characters.js';
import { PLACEHOLDER } from '../placeholder.js';
import type { PhiMatch } from '../ports/phi-detector.js';
import { lookUp, UNKNOWN } from './lexicon/lexicon.js';
import type { Rule, Scene } from './rule.js';
import type { RuleSet } from './rule-set.js';

const PLACEHOLDER_HERE = new RegExp(PLACEHOLDER, 'y');
const OPENING = '['.charCodeAt(0);
const BACKSLASH = '\\'.charCodeAt(0);
const CONTROL_LETTERS = ['n', 'r', 't'];

/** One walk over the tokens that begin in [from, to): each wakes only the rules it triggers, placeholders none. */
export function scan(scene: Scene, from: number, to: number, rules: RuleSet): PhiMatch[] {
  const { text, lower } = scene;
  const matches: PhiMatch[] = [];
  const apply = (candidates: readonly Rule[], start: number, end: number): void => {
    for (const rule of candidates) {
      const span = rule.find(scene, start, end);
      if (span) matches.push(matchOf(rule, span.start, span.end, span.confidence));
    }
  };
  const applyProper = (start: number, end: number): void => {
    const flags = lookUp(lower, start, end) || UNKNOWN;
    for (const rule of rules.proper) {
      if (((rule.proper ?? 0) & flags) === 0) continue;
      const span = rule.find(scene, start, end);
      if (span) matches.push(matchOf(rule, span.start, span.end, span.confidence));
    }
  };
  for (let at = from; at < to;) {
    const unit = text.charCodeAt(at);
    const kind = kindOf(unit);
    let end = at + 1;
    if (kind === LETTER) {
      end = lettersEnd(text, at);
      apply(rules.forWord(lower, at, end), at, end);
      if ((scene.plain || unit !== lower.charCodeAt(at)) && rules.proper.length > 0) applyProper(at, end);
      if (rules.everyWord.length > 0) apply(rules.everyWord, at, end);
    } else if (kind === DIGIT) {
      end = digitsEnd(text, at);
      apply(rules.digits, at, end);
    } else if (unit === OPENING) {
      end = placeholderEnd(text, at) ?? end;
    } else if (unit === BACKSLASH) {
      if (CONTROL_LETTERS.includes(text.charAt(end))) end += 1; // in pasted JSON "\nPatient" begins a line
    } else {
      apply(rules.forSign(unit), at, end);
    }
    at = end;
  }
  return matches;
}

function placeholderEnd(text: string, at: number): number | undefined {
  PLACEHOLDER_HERE.lastIndex = at;
  return PLACEHOLDER_HERE.test(text) ? PLACEHOLDER_HERE.lastIndex : undefined;
}

const matchOf = (rule: Rule, start: number, end: number, confidence = rule.confidence): PhiMatch => ({
  category: rule.category,
  start,
  end,
  confidence,
  rule: rule.name,
});
