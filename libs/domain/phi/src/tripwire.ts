import { DomainError } from '@radiant/kernel';
import { isWordBoundary, isWordStart } from './characters.js';
import { escapeJson } from './json-text.js';

/** Shorter values are everywhere by chance; they are hidden where they are found and nowhere else. */
export const SHORTEST_PHRASE = 4;

const NEEDS_ESCAPE = /["\\\u0000-\u001f]/;

/**
 * The last look at what leaves, independent of detection: refuses JSON text in which a hidden original stands.
 * Originals of at least four characters, on word boundaries, raw or escaped for one or two levels of JSON.
 * @throws DomainError `phi_policy_blocked`.
 */
export function assertNoOriginals(outbound: string, originals: ReadonlyMap<string, string>): void {
  for (const original of originals.values()) {
    if (original.length < SHORTEST_PHRASE) continue;
    if (stands(outbound, original) || (NEEDS_ESCAPE.test(original) && standsEscaped(outbound, original))) {
      throw new DomainError('phi_policy_blocked', 'the request still holds protected health information after hiding');
    }
  }
}

function standsEscaped(outbound: string, original: string): boolean {
  const once = escapeJson(original);
  return stands(outbound, once) || stands(outbound, escapeJson(once));
}

function stands(outbound: string, value: string): boolean {
  for (let at = outbound.indexOf(value); at >= 0; at = outbound.indexOf(value, at + 1)) {
    if (isWordStart(outbound, at) && isWordBoundary(outbound, at + value.length)) return true;
  }
  return false;
}
