import type { PhiCategory } from './category.js';
import type { Conversation } from './conversation.js';
import { mergeMatches } from './detection/merge.js';
import { PhraseFinder } from './phrase-finder.js';
import type { PhiMatch } from './ports/phi-detector.js';
import type { SlotText } from './slot-text.js';
import { SHORTEST_PHRASE } from './tripwire.js';

/** One stretch that gave way to a placeholder. */
export interface Replacement {
  readonly category: PhiCategory;
  readonly placeholder: string;
  /** UTF-16 offset of the first unit, in the text as it was given. */
  readonly start: number;
  /** UTF-16 offset behind the last unit. */
  readonly end: number;
  /** 0 to 1. */
  readonly confidence: number;
}

export interface HiddenSlots {
  /** In order, with placeholders. */
  readonly texts: readonly string[];
  /** How many stretches were replaced, by category. */
  readonly counts: ReadonlyMap<PhiCategory, number>;
  /** Of each slot, in order; only when records were asked for. */
  readonly replacements?: readonly (readonly Replacement[])[];
}

/** Of each slot, in order. */
export type Matches = readonly (readonly PhiMatch[])[];

const OCCURRENCE_CONFIDENCE = 0.9;

/** Puts placeholders in the places of what was found, and wherever else in the slots the same values stand. */
export function hideSlots(
  slots: readonly SlotText[],
  found: Matches,
  conversation: Conversation,
  records = false,
): HiddenSlots {
  conversation.meet(namesIn(slots, found));
  const phrases = knownPhrases(slots, found, conversation);
  const counts = new Map<PhiCategory, number>();
  const replacements = records ? slots.map((): Replacement[] => []) : undefined;
  const texts = slots.map((slot, index) => {
    const matches = mergeMatches([...(found[index] ?? []), ...occurrences(slot.meaning, phrases)]);
    return slot.hiding(matches, (match, { start, end, exact }) => {
      const { category, confidence } = match;
      counts.set(category, (counts.get(category) ?? 0) + 1);
      const placeholder = conversation.placeholderFor(category, slot.valueOf(match), exact);
      replacements?.[index]?.push({ category, placeholder, start, end, confidence });
      return placeholder;
    });
  });
  return { texts, counts, ...(replacements && { replacements }) };
}

const namesIn = (slots: readonly SlotText[], found: Matches): string[] =>
  slots.flatMap((slot, index) =>
    (found[index] ?? []).filter(({ category }) => category === 'NAME').map((match) => slot.valueOf(match)),
  );

/** What must stand in no text any more: the values found now and those of earlier turns. */
function knownPhrases(
  slots: readonly SlotText[],
  found: Matches,
  conversation: Conversation,
): PhraseFinder<PhiCategory> {
  const phrases = new PhraseFinder<PhiCategory>();
  const add = (phrase: string, category: PhiCategory): void => {
    if (phrase.length >= SHORTEST_PHRASE) phrases.add(phrase, category);
  };
  for (const entry of conversation.known) add(entry.original, entry.category);
  for (const [index, slot] of slots.entries()) {
    for (const match of found[index] ?? []) add(slot.valueOf(match), match.category);
  }
  return phrases;
}

const occurrences = (text: string, phrases: PhraseFinder<PhiCategory>): PhiMatch[] =>
  phrases.find(text).map(({ start, end, label }) => ({
    category: label,
    start,
    end,
    confidence: OCCURRENCE_CONFIDENCE,
    rule: 'occurrence',
  }));
