import { isPhiCategory, PHI_CATEGORIES, type PhiCategory } from './category.js';

/** The lowest first index of a conversation, and the bound below which it is drawn: always five digits. */
export const FIRST_INDEX = { from: 10_000, below: 100_000 } as const;

/** Greater indices belong to further forms of a person's name: the number of the first form and two digits more. */
export const LAST_NUMBER = 999_999;
export const FORMS = 100;

/** The number that a person's forms share. */
export const numberOf = (index: number): number => (index > LAST_NUMBER ? Math.floor(index / FORMS) : index);

/** Of an index: five at first, and a long session may count past that. */
export const FEWEST_DIGITS = 5;
export const MOST_DIGITS = 9;

/** A placeholder; whether it stands for anything only a conversation's own mapping says. */
export const PLACEHOLDER = new RegExp(`\\[PHI_(?:${PHI_CATEGORIES.join('|')})_[1-9]\\d{4,${MOST_DIGITS - 1}}\\]`);

const OPENING = '[PHI_';

/** Text in which a reader, or a model, could see a placeholder, however mangled: "phi name 48213", "\[PHI\_SSN\_48213". */
const LOOKALIKE = /phi(?:[^\d]{0,12}over[^\d]{0,4}89(?!\d))?[^\d]{0,40}(\d{1,9})/gi;

export const formatPlaceholder = (category: PhiCategory, index: number): string => `[PHI_${category}_${index}]`;

export const indexOf = (placeholder: string): number => Number(placeholder.slice(placeholder.lastIndexOf('_') + 1, -1));

/** The category that a placeholder names; undefined when it is none. */
export function placeholderCategory(placeholder: string): PhiCategory | undefined {
  const category = placeholder.slice(OPENING.length, placeholder.lastIndexOf('_'));
  return isPhiCategory(category) ? category : undefined;
}

/** The indices that stand in `texts` in anything like a placeholder. */
export function mentionedIndices(texts: readonly string[]): ReadonlySet<number> {
  const indices = new Set<number>();
  for (const text of texts) {
    for (const mention of text.matchAll(LOOKALIKE)) indices.add(Number(mention[1]));
  }
  return indices;
}
