import { categoryRank } from '../category.js';
import type { PhiMatch } from '../ports/phi-detector.js';

/**
 * Sorted matches without overlaps: what overlaps becomes one match over the union, named by the highest category; but a
 * name that holds the name of a town is a name.
 */
export function mergeMatches(matches: readonly PhiMatch[]): PhiMatch[] {
  const merged: PhiMatch[] = [];
  for (const match of inOrder(matches)) append(merged, match);
  return merged;
}

/** The same of two lists that are each in order, in one pass. */
export function mergeSorted(some: readonly PhiMatch[], others: readonly PhiMatch[]): PhiMatch[] {
  const merged: PhiMatch[] = [];
  let next = 0;
  for (const match of some) {
    for (let other = others[next]; other && compare(other, match) < 0; other = others[next]) {
      append(merged, other);
      next += 1;
    }
    append(merged, match);
  }
  for (; next < others.length; next += 1) append(merged, others[next]);
  return merged;
}

function append(merged: PhiMatch[], match: PhiMatch | undefined): void {
  if (!match) return;
  const last = merged.at(-1);
  if (last && match.start < last.end) merged[merged.length - 1] = union(last, match);
  else merged.push(match);
}

const compare = (a: PhiMatch, b: PhiMatch): number => a.start - b.start || b.end - a.end;

/** Without work where they come sorted, as those of one scan mostly do. */
const inOrder = (matches: readonly PhiMatch[]): readonly PhiMatch[] =>
  matches.every((match, index) => compare(matches[index - 1] ?? match, match) <= 0)
    ? matches
    : [...matches].sort(compare);

function union(first: PhiMatch, second: PhiMatch): PhiMatch {
  const townInName = first.category === 'NAME' && second.category === 'ADDRESS' && second.end <= first.end;
  const named = !townInName && categoryRank(second.category) < categoryRank(first.category) ? second : first;
  return {
    category: named.category,
    rule: named.rule,
    start: first.start,
    end: Math.max(first.end, second.end),
    confidence: Math.max(first.confidence, second.confidence),
  };
}
