import { DomainError } from '@radiant/kernel';
import type { PhiCategory } from './category.js';
import type { Conversation } from './conversation.js';
import { mergeMatches } from './detection/merge.js';
import { PhraseFinder } from './phrase-finder.js';
import type { PhiMatch } from './ports/phi-detector.js';
import type { SlotText } from './slot-text.js';
import { placeholders, type Transformation } from './transformations/transformation.js';
import { SHORTEST_PHRASE } from './tripwire.js';

/** One stretch that gave way to something else. */
export interface Replacement {
  readonly category: PhiCategory;
  /** What stands in its place. */
  readonly placeholder: string;
  /** UTF-16 offset of the first unit, in the text as it was given. */
  readonly start: number;
  /** UTF-16 offset behind the last unit. */
  readonly end: number;
  /** 0 to 1. */
  readonly confidence: number;
}

export interface HiddenSlots {
  /** In order, with what stands in the places of PHI. */
  readonly texts: readonly string[];
  /** How many stretches were replaced, by category. */
  readonly counts: ReadonlyMap<PhiCategory, number>;
  /** Of each slot, in order; only when records were asked for. */
  readonly replacements?: readonly (readonly Replacement[])[];
}

/** Of each slot, in order. */
export type Matches = readonly (readonly PhiMatch[])[];

const OCCURRENCE_CONFIDENCE = 0.9;

/** A value that is hidden, once however often it stands there. */
interface Identifier {
  readonly category: PhiCategory;
  readonly value: string;
}

export interface HidingOptions {
  /** Identifiers that may be hidden at all; any number, when it is left out. */
  readonly most?: number;
  /** Whether each replacement is to be told of. */
  readonly records?: boolean;
  /** Placeholders only, when it is left out. */
  readonly transformation?: Transformation;
}

/**
 * Puts placeholders in the places of what was found, and wherever else in the slots the same values stand.
 * @throws DomainError `payload_too_large` for more identifiers than `most`, before any time is spent on them.
 */
export function hideSlots(
  slots: readonly SlotText[],
  found: Matches,
  conversation: Conversation,
  { records = false, transformation = placeholders, most = Infinity }: HidingOptions = {},
): HiddenSlots {
  const identifiers = identifiersIn(slots, found, most);
  conversation.meet(identifiers.filter(({ category }) => category === 'NAME').map(({ value }) => value));
  const phrases = knownPhrases(identifiers, conversation);
  const counts = new Map<PhiCategory, number>();
  const replacements = records ? slots.map((): Replacement[] => []) : undefined;
  const texts = slots.map((slot, index) => {
    const matches = mergeMatches([...(found[index] ?? []), ...occurrences(slot.meaning, phrases)]);
    return slot.hiding(matches, (match, { start, end, exact }) => {
      const { category, confidence } = match;
      counts.set(category, (counts.get(category) ?? 0) + 1);
      const value = slot.valueOf(match);
      const placeholder = (): string => conversation.placeholderFor(category, value, exact);
      const replacement = exact ? placeholder() : transformation({ category, value, echoed: slot.echoed }, placeholder);
      replacements?.[index]?.push({ category, placeholder: replacement, start, end, confidence });
      return replacement; // of a name or a key only a placeholder, by which it is found again
    });
  });
  return { texts, counts, ...(replacements && { replacements }) };
}

function identifiersIn(slots: readonly SlotText[], found: Matches, most: number): readonly Identifier[] {
  const identifiers = new Map<string, Identifier>();
  for (const [index, slot] of slots.entries()) {
    for (const match of found[index] ?? []) {
      const value = slot.valueOf(match);
      const key = `${match.category} ${value}`;
      if (identifiers.has(key)) continue;
      if (identifiers.size >= most) throw tooMany();
      identifiers.set(key, { category: match.category, value });
    }
  }
  return [...identifiers.values()];
}

/** What must stand in no text any more: the values found now and those of earlier turns. */
function knownPhrases(identifiers: readonly Identifier[], conversation: Conversation): PhraseFinder<PhiCategory> {
  const phrases = new PhraseFinder<PhiCategory>();
  const add = (phrase: string, category: PhiCategory): void => {
    if (phrase.length >= SHORTEST_PHRASE) phrases.add(phrase, category);
  };
  for (const entry of conversation.known) add(entry.original, entry.category);
  for (const { category, value } of identifiers) add(value, category);
  return phrases;
}

const tooMany = (): DomainError =>
  new DomainError('payload_too_large', 'the text holds more identifiers than one mapping can keep');

const occurrences = (text: string, phrases: PhraseFinder<PhiCategory>): PhiMatch[] =>
  phrases.find(text).map(({ start, end, label }) => ({
    category: label,
    start,
    end,
    confidence: OCCURRENCE_CONFIDENCE,
    rule: 'occurrence',
  }));
