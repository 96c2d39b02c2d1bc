import { DomainError } from '@radiant/kernel';
import { escapeJson } from './json-text.js';
import { PhraseFinder } from './phrase-finder.js';
import { WireStrings, type WireGrammar } from './wire-strings.js';

/** Shorter values are everywhere by chance; they are hidden where they are found and nowhere else. */
export const SHORTEST_PHRASE = 4;

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
  const phrases = new PhraseFinder<true>();
  for (const original of originals.values()) {
    if (original.length < SHORTEST_PHRASE) continue;
    phrases.add(original, true);
    if (!NEEDS_ESCAPE.test(original)) continue;
    const once = escapeJson(original);
    phrases.add(once, true);
    phrases.add(escapeJson(once), true);
  }
  if (phrases.isEmpty) return;
  const strings = new WireStrings(outbound, grammar);
  if (phrases.stands(outbound, (at) => strings.hasText(at))) throw tripped();
}

/** Says nothing of what was found. */
export const tripped = (): DomainError =>
  new DomainError('phi_policy_blocked', 'the request still holds protected health information after hiding');
