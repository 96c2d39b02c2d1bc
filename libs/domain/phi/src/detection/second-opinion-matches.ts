import type { PhiCategory } from '../category.js';
import { PLACEHOLDER } from '../placeholder.js';
import type { PhiMatch } from '../ports/phi-detector.js';

/** What no value runs across: a placeholder that stands there already, and the signs by which structures are written. */
const BREAKS = new RegExp(`${PLACEHOLDER.source}|["{}[\\]\\\\\\n\\r\\t]`, 'g');
const WORDY = /[\p{L}\p{N}]/u;

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Matches of a second opinion as rules would have them: in whole characters, cut where a placeholder or a structure cuts
 * the text. @returns undefined when they can't be of this text.
 */
export function fittedMatches(
  text: string,
  matches: readonly PhiMatch[],
  categories: ReadonlySet<PhiCategory>,
): readonly PhiMatch[] | undefined {
  if (!matches.every((match) => standsIn(text, match) && categories.has(match.category))) return undefined;
  if (matches.length === 0) return matches;
  const breaks = Array.from(text.matchAll(BREAKS), ({ index, 0: sign }) => ({
    start: index,
    end: index + sign.length,
  }));
  return matches.flatMap((match) =>
    between(breaks, wholeCharacters(text, match))
      .filter(({ start, end }) => WORDY.test(text.slice(start, end)))
      .map(({ start, end }) => ({ ...match, start, end })),
  );
}

const standsIn = (text: string, { start, end }: PhiMatch): boolean =>
  Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start < end && end <= text.length;

/** Half a surrogate pair at an end is taken in whole. */
const wholeCharacters = (text: string, { start, end }: PhiMatch): Span => ({
  start: isInsidePair(text, start) ? start - 1 : start,
  end: isInsidePair(text, end) ? end + 1 : end,
});

const isInsidePair = (text: string, at: number): boolean =>
  (text.charCodeAt(at) & 0xfc00) === 0xdc00 && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800;

/** What is left of a span between the breaks, which are sorted and apart. */
function between(breaks: readonly Span[], { start, end }: Span): readonly Span[] {
  const parts: Span[] = [];
  let from = start;
  for (let i = firstBehind(breaks, start); i < breaks.length; i += 1) {
    const cut = breaks[i];
    if (!cut || cut.start >= end) break;
    if (cut.start > from) parts.push({ start: from, end: cut.start });
    from = cut.end;
  }
  if (from < end) parts.push({ start: from, end });
  return parts;
}

/** The first break that ends behind `offset`. */
function firstBehind(breaks: readonly Span[], offset: number): number {
  let low = 0;
  let high = breaks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((breaks[middle]?.end ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
