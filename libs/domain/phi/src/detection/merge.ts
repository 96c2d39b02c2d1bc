import { PHI_CATEGORIES, type PhiCategory } from '../category.js';
import type { PhiMatch } from '../ports/phi-detector.js';

const rank = (category: PhiCategory): number => PHI_CATEGORIES.indexOf(category);

/** Sorted matches without overlaps: what overlaps becomes one match over the union, named by the highest category. */
export function mergeMatches(matches: readonly PhiMatch[]): PhiMatch[] {
  const merged: PhiMatch[] = [];
  for (const match of [...matches].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    if (last && match.start < last.end) merged[merged.length - 1] = union(last, match);
    else merged.push(match);
  }
  return merged;
}

function union(first: PhiMatch, second: PhiMatch): PhiMatch {
  const named = rank(second.category) < rank(first.category) ? second : first;
  return {
    category: named.category,
    rule: named.rule,
    start: first.start,
    end: Math.max(first.end, second.end),
    confidence: Math.max(first.confidence, second.confidence),
  };
}
