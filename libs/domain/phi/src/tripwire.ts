import { DomainError } from '@radiant/kernel';
import { isWordBoundary, isWordStart } from './characters.js';
import { escapeJson } from './json-text.js';
import { WireStrings, type WireGrammar } from './wire-strings.js';

/** Shorter values are everywhere by chance; they are hidden where they are found and nowhere else. */
export const SHORTEST_PHRASE = 4;

const NEEDS_ESCAPE = /["\\\u0000-\u001f]/;

/**
 * The last look at what leaves, independent of detection: refuses JSON text in which a hidden original stands.
 * Originals of at least four characters, on word boundaries, raw or escaped for one or two levels of JSON, wherever a
 * caller's text can stand: a bare number is a setting, and so is what the grammar names.
 * @throws DomainError `phi_policy_blocked`.
 */
export function assertNoOriginals(
  outbound: string,
  originals: ReadonlyMap<string, string>,
  grammar?: WireGrammar,
): void {
  const strings = new WireStrings(outbound, grammar);
  for (const original of originals.values()) {
    if (original.length < SHORTEST_PHRASE) continue;
    if (stands(strings, original) || (NEEDS_ESCAPE.test(original) && standsEscaped(strings, original))) throw tripped();
  }
}

/** Says nothing of what was found. */
export const tripped = (): DomainError =>
  new DomainError('phi_policy_blocked', 'the request still holds protected health information after hiding');

function standsEscaped(strings: WireStrings, original: string): boolean {
  const once = escapeJson(original);
  return stands(strings, once) || stands(strings, escapeJson(once));
}

function stands(strings: WireStrings, value: string): boolean {
  const { json } = strings;
  for (let at = json.indexOf(value); at >= 0; at = json.indexOf(value, at + 1)) {
    if (isWordStart(json, at) && isWordBoundary(json, at + value.length) && strings.hasText(at)) return true;
  }
  return false;
}
