import type { PhiCategory } from '../category.js';

/** A tenant's own list of words and phrases, found in any case wherever they stand as whole words. */
export interface WordRecogniser {
  readonly name: string;
  readonly category: PhiCategory;
  /** Sorted. */
  readonly words: readonly string[];
}

/** A tenant's own form of identifier: what matches as a whole is hidden. */
export interface PatternRecogniser {
  readonly name: string;
  readonly category: PhiCategory;
  /** In RE2's syntax, which can only say what is found in linear time. */
  readonly pattern: string;
}

export type CustomRecogniser = WordRecogniser | PatternRecogniser;

/** Each once, in one order whoever wrote them. */
export function sortedRecognisers(recognisers: readonly CustomRecogniser[]): readonly CustomRecogniser[] {
  const byContent = new Map(recognisers.map((recogniser) => [contentOf(recogniser), recogniser]));
  return [...byContent].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, recogniser]) => recogniser);
}

/** The same for recognisers that do the same under the same name. */
export const contentOf = (recogniser: CustomRecogniser): string =>
  JSON.stringify([recogniser.name, recogniser.category, 'words' in recogniser ? recogniser.words : recogniser.pattern]);
