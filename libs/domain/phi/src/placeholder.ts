import { isPhiCategory, PHI_CATEGORIES, type PhiCategory } from './category.js';

/** The lowest first index of a conversation, and the bound below which it is drawn: always five digits. */
export const FIRST_INDEX = { from: 10_000, below: 100_000 } as const;

const INDEX_DIGITS = 9; // a long session may count past five digits
const LONGEST_CATEGORY = Math.max(...PHI_CATEGORIES.map((category) => category.length));

/** Characters in the longest placeholder. */
export const LONGEST_PLACEHOLDER = '[PHI_'.length + LONGEST_CATEGORY + '_'.length + INDEX_DIGITS + ']'.length;

/** A placeholder; whether it stands for anything only a conversation's own mapping says. */
export const PLACEHOLDER = new RegExp(`\\[PHI_(?:${PHI_CATEGORIES.join('|')})_[1-9]\\d{4,${INDEX_DIGITS - 1}}\\]`);

const PLACEHOLDER_PREFIX = new RegExp(`^\\[PHI_[A-Z_]{0,${LONGEST_CATEGORY}}(?:_\\d{0,${INDEX_DIGITS}})?$`);
const OPENING = '[PHI_';

/** Text in which a reader, or a model, could see a placeholder, however mangled: "phi name 48213", "\[PHI\_SSN\_48213". */
const LOOKALIKE = /phi[^\d]{0,40}(\d{1,9})/gi;

export const formatPlaceholder = (category: PhiCategory, index: number): string => `[PHI_${category}_${index}]`;

/** The category that a placeholder names; undefined when it is none. */
export function placeholderCategory(placeholder: string): PhiCategory | undefined {
  const category = placeholder.slice(OPENING.length, placeholder.lastIndexOf('_'));
  return isPhiCategory(category) ? category : undefined;
}

/** Whether `text`, which has no "]", could grow into a placeholder. */
export const isPlaceholderPrefix = (text: string): boolean =>
  text.length <= OPENING.length ? OPENING.startsWith(text) : PLACEHOLDER_PREFIX.test(text);

/** The indices that stand in `texts` in anything like a placeholder. */
export function mentionedIndices(texts: readonly string[]): ReadonlySet<number> {
  const indices = new Set<number>();
  for (const text of texts) {
    for (const mention of text.matchAll(LOOKALIKE)) indices.add(Number(mention[1]));
  }
  return indices;
}
