import { DIGIT, digitsEnd, kindOf, LETTER } from '../characters.js';
import { PLACEHOLDER } from '../placeholder.js';
import type { PhiMatch } from '../ports/phi-detector.js';
import { lookUpHash, UNKNOWN } from './lexicon/lexicon.js';
import { EMPTY_HASH, finished, withUnit } from './lexicon/word-hash.js';
import type { CapitalWords } from './known-names.js';
import type { Rule, Scene } from './rule.js';
import type { RuleSet } from './rule-set.js';

const PLACEHOLDER_HERE = new RegExp(PLACEHOLDER, 'y');
const OPENING = '['.charCodeAt(0);
const BACKSLASH = '\\'.charCodeAt(0);
const LATEST = 4;
const SPACE = ' '.charCodeAt(0);
const UNDERSCORE = '_'.charCodeAt(0);
const ESCAPE = /\\(?:[nrt]|u[\da-fA-F]{4})/y;

/**
 * One walk over the tokens that begin in [from, to): each wakes only the rules it triggers, placeholders none. Words
 * with a capital are noted down: any of them may turn out to be a name.
 */
export function scan(scene: Scene, from: number, to: number, rules: RuleSet, capitals: CapitalWords): PhiMatch[] {
  const { text, lower, plain } = scene;
  const { length } = lower;
  const { properFlags } = rules;
  const matches: PhiMatch[] = [];
  for (let at = from; at < to;) {
    const unit = lower.charCodeAt(at);
    let end = at + 1;
    if (unit === SPACE) {
      at = end;
      continue;
    }
    const kind = kindOf(unit);
    if (kind === LETTER) {
      let hash = withUnit(EMPTY_HASH, unit);
      for (; end < length; end += 1) {
        const next = lower.charCodeAt(end);
        if (kindOf(next) !== LETTER) break;
        hash = withUnit(hash, next);
      }
      hash = finished(hash);
      apply(rules.forWord(hash, lower, at, end), scene, at, end, matches);
      const capital = unit !== text.charCodeAt(at);
      if (capital && !isContinued(lower, at)) capitals.add(hash, at, end);
      if (properFlags !== 0 && (plain || capital)) {
        const flags = (lookUpHash(hash) || UNKNOWN) & properFlags;
        if (flags !== 0) applyProper(rules.proper, flags, scene, at, end, matches);
      }
      apply(rules.forLength(end - at), scene, at, end, matches);
    } else if (kind === DIGIT) {
      end = digitsEnd(lower, at);
      apply(rules.forDigits(end - at), scene, at, end, matches);
    } else if (unit === OPENING) {
      end = placeholderEnd(text, at) ?? end;
    } else if (unit === BACKSLASH) {
      end = escapeEnd(text, at); // in pasted JSON "\nPatient" begins a line
    } else {
      apply(rules.forSign(unit), scene, at, end, matches);
    }
    at = end;
  }
  return matches;
}

/** Of letters: whether a digit or "_" stands right in front. */
function isContinued(lower: string, at: number): boolean {
  const before = at === 0 ? SPACE : lower.charCodeAt(at - 1);
  return before === UNDERSCORE || kindOf(before) === DIGIT;
}

function escapeEnd(text: string, at: number): number {
  ESCAPE.lastIndex = at;
  return ESCAPE.test(text) ? ESCAPE.lastIndex : at + 1;
}

function apply(candidates: readonly Rule[], scene: Scene, start: number, end: number, matches: PhiMatch[]): void {
  for (const rule of candidates) {
    if (rule.category === 'NAME' && isInName(matches, start, end)) continue;
    const span = rule.find(scene, start, end);
    if (span) matches.push(matchOf(rule, span.start, span.end, span.confidence));
  }
}

function applyProper(
  candidates: readonly Rule[],
  flags: number,
  scene: Scene,
  start: number,
  end: number,
  matches: PhiMatch[],
): void {
  for (const rule of candidates) {
    if (((rule.proper ?? 0) & flags) === 0) continue;
    if (rule.category === 'NAME' && isInName(matches, start, end)) continue;
    const span = rule.find(scene, start, end);
    if (span) matches.push(matchOf(rule, span.start, span.end, span.confidence));
  }
}

/** Whether one of the latest matches is a name that holds [start, end): its words say nothing new about it. */
function isInName(matches: readonly PhiMatch[], start: number, end: number): boolean {
  const { length } = matches;
  for (let index = length - 1; index >= 0 && index >= length - LATEST; index -= 1) {
    const match = matches[index];
    if (match && match.start <= start && match.end >= end && match.category === 'NAME') return true;
  }
  return false;
}

function placeholderEnd(text: string, at: number): number | undefined {
  if (!text.startsWith('PHI_', at + 1)) return undefined;
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
