import { DomainError } from '@radiant/kernel';
import { isWordBoundary, isWordStart } from '../characters.js';
import { escapeJson } from '../json-text.js';
import { PhraseFinder } from '../phrase-finder.js';
import { WireStrings, type WireGrammar } from './wire-strings.js';

/** Shorter values are everywhere by chance; they are hidden where they are found and nowhere else. */
export const SHORTEST_PHRASE = 4;

/** Units that looking for each value by itself may compare at worst: for an ordinary call it takes a tenth of one pass for all. */
const MOST_COMPARED = 20_000_000;
const NEEDS_ESCAPE = /["\\\u0000-\u001f]/;

/**
 * The last look at what leaves, independent of detection: refuses JSON text in which a hidden original stands.
 * Originals of at least four characters, on word boundaries, raw or escaped for one or two levels of JSON, wherever a
 * caller's text can stand: a bare number is a setting, and so is what the grammar names.
 * @throws DomainError `phi_policy_blocked`; `payload_too_large` for a text that nearly says a long one nearly everywhere.
 */
export function assertNoOriginals(
  outbound: string,
  originals: ReadonlyMap<string, string>,
  grammar?: WireGrammar,
): void {
  const values = [...originals.values()].filter(({ length }) => length >= SHORTEST_PHRASE).flatMap(writings);
  const strings = new WireStrings(outbound, grammar);
  const units = values.reduce((sum, { length }) => sum + length, 0);
  const found =
    units * outbound.length <= MOST_COMPARED
      ? values.some((value) => stands(strings, value))
      : phrasesOf(values).stands(outbound, (at) => strings.hasText(at));
  if (found) throw tripped();
}

/** A value raw and escaped for one and two levels of JSON. */
function writings(value: string): readonly string[] {
  if (!NEEDS_ESCAPE.test(value)) return [value];
  const once = escapeJson(value);
  return [value, once, escapeJson(once)];
}

function stands(strings: WireStrings, value: string): boolean {
  const { json } = strings;
  for (let at = json.indexOf(value); at >= 0; at = json.indexOf(value, at + 1)) {
    if (isWordStart(json, at) && isWordBoundary(json, at + value.length) && strings.hasText(at)) return true;
  }
  return false;
}

function phrasesOf(values: readonly string[]): PhraseFinder<true> {
  const phrases = new PhraseFinder<true>();
  for (const value of values) phrases.add(value, true);
  return phrases;
}

/** Says nothing of what was found. */
export const tripped = (): DomainError =>
  new DomainError('phi_policy_blocked', 'the request still holds protected health information after hiding');
