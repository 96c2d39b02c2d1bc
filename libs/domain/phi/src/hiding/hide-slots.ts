import { DomainError } from '@radiant/kernel';
import type { PhiCategory } from '../category.js';
import type { Conversation } from './conversation.js';
import { mergeSorted } from '../detection/merge.js';
import { assertFewMatches } from '../detection/most-matches.js';
import { WINDOW } from '../detection/window.js';
import type { PhiMappingEntry } from '../mapping.js';
import { OtherWritings } from './other-writings.js';
import type { Pace } from '../pace.js';
import { PhraseFinder, type Effort } from '../phrase-finder.js';
import type { PhiMatch } from '../ports/phi-detector.js';
import type { Passage, Piece } from './passage.js';
import type { Passages } from './passages.js';
import { placeholders, type Transformation } from '../transformations/transformation.js';
import { SHORTEST_PHRASE } from '../tripwire/tripwire.js';

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
  /** Identifiers that may be hidden at all. */
  readonly most: Most;
  /** Whether each replacement is to be told of. */
  readonly records?: boolean;
  /** Placeholders only, when it is left out. */
  readonly transformation?: Transformation;
  /** Lets other work run in between. */
  readonly pace: Pace;
}

/** How many identifiers, and UTF-16 units of them all. */
export interface Most {
  readonly identifiers: number;
  readonly units: number;
}

/** Units of a text that are searched in a microsecond. */
const UNITS_A_STEP = 16;
/** Microseconds that a text takes, however short. */
const STEPS_A_TEXT = 8;

/**
 * Puts placeholders in the places of what was found, and wherever else in the slots the same values stand.
 * @throws DomainError `payload_too_large` for more identifiers than `most`, before any time is spent on them, and for more
 * places than MOST_MATCHES.
 */
export async function hideSlots(
  passages: Passages,
  detected: Matches,
  conversation: Conversation,
  { records = false, transformation = placeholders, most, pace }: HidingOptions,
): Promise<HiddenSlots> {
  const values = await identifiersIn(passages.all, detected, most, pace);
  const found = await withOtherWritings(passages.all, detected, conversation, values, pace);
  const identifiers = found === detected ? values : await identifiersIn(passages.all, found, most, pace);
  conversation.meet(identifiers.filter(({ category }) => category === 'NAME').map(({ value }) => value));
  const phrases = await knownPhrases(identifiers, conversation, pace);
  const counts = new Map<PhiCategory, number>();
  const replacements = records ? passages.all.map((): Replacement[] => []) : undefined;
  const texts: string[] = [];
  let places = 0;
  for (const [index, passage] of passages.all.entries()) {
    const matches = mergeSorted(found[index] ?? [], await occurrences(passage.pieces, phrases, pace));
    places += matches.length;
    assertFewMatches(places);
    const hidden = await passage.hiding(matches, pace, (match, { start, end, exact }) => {
      const { category, confidence } = match;
      counts.set(category, (counts.get(category) ?? 0) + 1);
      const value = passage.valueOf(match);
      const placeholder = (): string => conversation.placeholderFor(category, value, exact);
      const { echoed } = passage;
      const replacement = exact ? placeholder() : transformation({ category, value, echoed }, placeholder);
      replacements?.[index]?.push({ category, placeholder: replacement, start, end, confidence });
      return replacement; // of a name or a key only a placeholder, by which it is found again
    });
    for (const [i, slot] of (passages.slots[index] ?? []).entries()) texts[slot] = hidden[i] ?? '';
  }
  return { texts, counts, ...(replacements && { replacements }) };
}

/** What was found, and wherever else the same is written otherwise; `found` itself where it is nowhere. */
async function withOtherWritings(
  passages: readonly Passage[],
  found: Matches,
  { known }: Conversation,
  values: readonly Identifier[],
  pace: Pace,
): Promise<Matches> {
  const writings = new OtherWritings();
  for (const { category, value } of [...known.map(identifierOf), ...values]) {
    writings.add(category, value);
    const pause = pace.after(STEPS_A_TEXT);
    if (pause) await pause;
  }
  if (writings.isEmpty) return found;
  const all: (readonly PhiMatch[])[] = [];
  for (const [index, { pieces }] of passages.entries()) all.push(await writings.find(pieces, found[index] ?? [], pace));
  return all.some((matches, index) => matches !== found[index]) ? all : found;
}

async function identifiersIn(
  passages: readonly Passage[],
  found: Matches,
  most: Most,
  pace: Pace,
): Promise<readonly Identifier[]> {
  let units = 0;
  const identifiers = new Map<string, Identifier>();
  for (const [index, passage] of passages.entries()) {
    for (const match of found[index] ?? []) {
      const pause = pace.after(1);
      if (pause) await pause;
      const value = passage.valueOf(match);
      const key = `${match.category} ${value}`;
      if (identifiers.has(key)) continue;
      units += value.length;
      if (identifiers.size >= most.identifiers || units > most.units) throw tooMany();
      identifiers.set(key, { category: match.category, value });
    }
  }
  return [...identifiers.values()];
}

/** What must stand in no text any more: the values found now and those of earlier turns. */
async function knownPhrases(
  identifiers: readonly Identifier[],
  conversation: Conversation,
  pace: Pace,
): Promise<PhraseFinder<PhiCategory>> {
  const phrases = new PhraseFinder<PhiCategory>();
  for (const { category, value } of [...conversation.known.map(identifierOf), ...identifiers]) {
    if (value.length < SHORTEST_PHRASE) continue;
    phrases.add(value, category);
    const pause = pace.after(value.length);
    if (pause) await pause;
  }
  return phrases;
}

const identifierOf = ({ category, original }: PhiMappingEntry): Identifier => ({ category, value: original });

const tooMany = (): DomainError =>
  new DomainError('payload_too_large', 'the text holds more identifiers than one call can hide');

async function occurrences(
  pieces: readonly Piece[],
  phrases: PhraseFinder<PhiCategory>,
  pace: Pace,
): Promise<readonly PhiMatch[]> {
  const [whole, ...parts] = pieces;
  const found = whole ? await occurrencesIn(whole, phrases, pace) : [];
  const within: PhiMatch[] = [];
  for (const part of parts) for (const match of await occurrencesIn(part, phrases, pace)) within.push(match);
  return within.length === 0 ? found : mergeSorted(found, within);
}

async function occurrencesIn({ text, at }: Piece, phrases: PhraseFinder<PhiCategory>, pace: Pace): Promise<PhiMatch[]> {
  const found: PhiMatch[] = [];
  const effort: Effort = { compared: 0 };
  for (let from = 0; from < text.length;) {
    const to = Math.min(text.length, from + WINDOW);
    const before = effort.compared;
    const read = to - from;
    let reached = to;
    for (const { start, end, label } of phrases.find(text, from, to, effort)) {
      const place = { start: at + start, end: at + end };
      found.push({ category: label, ...place, confidence: OCCURRENCE_CONFIDENCE, rule: 'occurrence' });
      reached = Math.max(reached, end);
    }
    from = reached;
    assertFewMatches(found.length);
    const pause = pace.after((read + effort.compared - before) / UNITS_A_STEP + STEPS_A_TEXT);
    if (pause) await pause;
  }
  return found;
}
