import { bounded } from './bounded.js';
import { CALENDAR_WORDS, EPONYM_NOUNS, INSTITUTION_NOUNS, isNoName, WORD_SURNAMES } from './lexicon/not-names.js';
import { GIVEN_NAMES } from './lexicon/given-names.js';
import { GIVEN, ORDINARY, OTHER_PROPER, SURNAME } from './lexicon/lexicon.js';
import type { NameWord } from './name-word.js';
import { words, type Scene, type Span } from './rule.js';

/** A name as read from a text: its words, without particles and suffixes, and the stretch it covers. */
export interface PersonName extends Span {
  readonly words: readonly NameWord[];
}

const PARTICLES: ReadonlySet<string> = new Set(
  words('de la del da di do dos das du van der den ter von zu bin ibn bint al el le abu st'),
);
const SUFFIXES: ReadonlySet<string> = new Set(words('jr sr ii iii iv'));
const MAX_WORDS = 4;
/** In running text that was broken into lines. */
const LINE_BREAK = bounded(' ?\\r?\\n(?:> ?)?[ \\t]{0,8}', 'y');

/**
 * Reads the capitalised words from `at` on that can be one name: "Ana de la Cruz", "O'Brien-Nakamura", "JOHN Q SMITH".
 * @param lead what stands in front: a title makes even "Young" begin a name, a title or a label "Park" end one.
 */
export function readName(scene: Scene, at: number, lead?: 'title' | 'label'): PersonName | undefined {
  const first = wordAt(scene, at);
  if (!first || first.shape === 'plain') return undefined;
  if (first.isOrdinary && !(lead === 'title' && mayBeName(first))) return undefined;
  const goesOn = (word: NameWord): boolean =>
    continuesName(word) || (lead !== undefined && word.shape === 'title' && WORD_SURNAMES.has(word.lower));
  return finish(scene, first, (word) => word.shape !== 'plain' && alike(first, word) && goesOn(word));
}

const mayBeName = (word: NameWord): boolean =>
  WORD_SURNAMES.has(word.lower) || (CALENDAR_WORDS.has(word.lower) && (word.flags & GIVEN) !== 0);

const wordAt = (scene: Scene, start: number): NameWord | undefined => scene.words.at(start);

const continuesName = (word: NameWord): boolean =>
  (!word.isOrdinary && !isJustAWord(word)) ||
  (word.shape === 'title' && WORD_SURNAMES.has(word.lower) && !isTimeOrPlace(word.lower));

/** "Mary Came": the dictionaries know the word, and not as a name. */
const isJustAWord = (word: NameWord): boolean => {
  if (word.shape === 'initial') return false;
  const { flags } = word;
  return (flags & (ORDINARY | OTHER_PROPER)) !== 0 && (flags & (GIVEN | SURNAME)) === 0;
};

const isTimeOrPlace = (word: string): boolean => CALENDAR_WORDS.has(word) || INSTITUTION_NOUNS.has(word);

/** Reads a name written without capitals: at most three words, none of them an ordinary one. */
export function readPlainName(scene: Scene, at: number): PersonName | undefined {
  const first = wordAt(scene, at);
  if (!first || first.shape !== 'plain' || first.isOrdinary) return undefined;
  return finish(scene, first, (word, count) => count < 3 && word.shape === 'plain' && isPlainSurname(word.lower));
}

const VERB_ENDING = /(?:ed|ing|ly)$/;

const isPlainSurname = (word: string): boolean =>
  !isNoName(word) && (word.length < 6 || !VERB_ENDING.test(word)) && word.length > 1;

function finish(
  scene: Scene,
  first: NameWord,
  joins: (word: NameWord, count: number) => boolean,
): PersonName | undefined {
  const read = [first];
  let end = first.end;
  while (read.length < MAX_WORDS) {
    const next = nextWord(scene, end) ?? wrappedSurname(scene, read, end);
    if (!next || (next.shape !== 'initial' && SUFFIXES.has(next.lower)) || !joins(next, read.length)) break;
    read.push(next);
    end = next.end;
  }
  if (first.shape === 'initial' && read.length === 1) return undefined;
  return isEponymOrPlace(scene, read, end)
    ? undefined
    : { start: first.start, end: suffixEnd(scene, end), words: read };
}

/** A name in small letters and one in capitals are not written as one; an initial goes with both. */
const alike = (first: NameWord, word: NameWord): boolean =>
  word.shape === 'initial' ||
  first.shape === 'initial' ||
  word.shape === first.shape ||
  (first.shape === 'title' && word.lower.length > 4);

/** The next word of the same line, past up to three particles, which count only in front of a capitalised word. */
function nextWord(scene: Scene, from: number): NameWord | undefined {
  let word = wordAt(scene, pastSpace(scene.text, from));
  for (let count = 0; word && count < 3 && isParticle(scene, word); count += 1) {
    word = wordAt(scene, pastSpace(scene.text, word.end));
    if (word?.shape === 'plain' && !PARTICLES.has(word.lower)) return undefined;
  }
  return word;
}

/** Of a name that a line break parts: the surname that begins the next line behind given names, unless it is a label. */
function wrappedSurname(scene: Scene, read: readonly NameWord[], end: number): NameWord | undefined {
  LINE_BREAK.lastIndex = end;
  if (!LINE_BREAK.test(scene.text) || !read.every(({ lower, shape }) => shape === 'initial' || isGivenName(lower)))
    return undefined;
  const word = wordAt(scene, LINE_BREAK.lastIndex);
  if (word?.shape !== 'title' || (word.flags & SURNAME) === 0 || isGivenName(word.lower)) return undefined;
  return scene.text.charAt(word.end) === ':' || isEponymOrPlace(scene, [...read, word], word.end) ? undefined : word;
}

/** "de la"; "Van" with a capital where a capitalised word follows it. */
function isParticle(scene: Scene, word: NameWord): boolean {
  if (!PARTICLES.has(word.lower)) return false;
  if (word.shape === 'plain') return true;
  const next = word.shape === 'title' ? wordAt(scene, pastSpace(scene.text, word.end)) : undefined;
  return next?.shape === 'title' && !next.isOrdinary;
}

/** Behind one or two blanks; the same place when there are none, where no word can begin. */
export function pastSpace(text: string, from: number): number {
  if (text.charAt(from) !== ' ') return text.length;
  return text.charAt(from + 1) === ' ' ? from + 2 : from + 1;
}

function suffixEnd(scene: Scene, end: number): number {
  const from = scene.text.charAt(end) === ',' ? end + 1 : end;
  const word = wordAt(scene, pastSpace(scene.text, from));
  if (!word || !SUFFIXES.has(word.lower) || word.shape === 'plain') return end;
  return scene.text.charAt(word.end) === '.' && word.lower.endsWith('r') ? word.end + 1 : word.end;
}

/** Behind "'s" or "'" where one stands at `end`. */
const pastPossessive = (text: string, end: number): number =>
  text.charAt(end) !== "'" ? end : text.charAt(end + 1) === 's' ? end + 2 : end + 1;

/** "Parkinson's disease", "Babinski sign", "James Street": what is named after a person names no person. */
function isEponymOrPlace(scene: Scene, read: readonly NameWord[], end: number): boolean {
  const next = wordAt(scene, pastSpace(scene.text, pastPossessive(scene.text, end)));
  if (!next) return false;
  if (EPONYM_NOUNS.has(next.lower)) return read.length < 3;
  return next.shape !== 'plain' && INSTITUTION_NOUNS.has(next.lower);
}

/** Whether a given name that many people bear is among the words. */
export const holdsGivenName = (name: PersonName): boolean => name.words.some((word) => isGivenName(word.lower));

export const isGivenName = (lower: string): boolean => GIVEN_NAMES.has(lower.split('-', 1)[0] ?? lower);
