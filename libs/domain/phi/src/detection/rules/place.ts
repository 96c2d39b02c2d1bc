import { bounded } from '../bounded.js';
import { NOT_NAMES } from '../lexicon/not-names.js';
import { CITY as IN_TOWNS, GIVEN, lookUp, SURNAME } from '../lexicon/lexicon.js';
import { AMBIGUOUS_STATE_CODES, STATE_CODES, STATE_NAMES } from '../lexicon/places.js';
import { CITY, isCapital, trimStop, ZIP } from '../place-form.js';
import { words, type Rule, type Scene, type Span } from '../rule.js';

const CITY_BEFORE = bounded(`${CITY},?\\s{1,2}$`, 'u');
const LOCATED_BEFORE = bounded(`\\b(?:in|from|near|at|of|to|lives|outside|around) ${CITY}, $`, 'u');
const LOOK_BACK = 48;

/** "Boston, MA" and "Denver, Colorado 80202": the state is the cue for the town in front of it. */
function townAndState({ text, lower }: Scene, start: number, end: number): Span | undefined {
  if (!isCapital(text, lower, start)) return undefined;
  const code = text.slice(start, end);
  const isCode = STATE_CODES.has(code);
  if (!isCode && !STATE_NAMES.has(lower.slice(start, end))) return undefined;
  ZIP_AFTER.lastIndex = end;
  const zip = ZIP_AFTER.test(text) ? ZIP_AFTER.lastIndex : end;
  if (zip === end && !text.startsWith(', ', start - 2)) return undefined;
  const before = text.slice(Math.max(0, start - LOOK_BACK), start);
  const town = CITY_BEFORE.exec(before)?.[0];
  const sure = zip > end || !AMBIGUOUS_STATE_CODES.has(code) || LOCATED_BEFORE.test(before) || isOnlyTown(town);
  if (town === undefined || !sure || !couldBeTown(town.replace(/,?\s{1,2}$/, ''))) return undefined;
  return { start: start - town.length + leadingNoise(town), end: zip };
}

/** A town of the dictionary that nobody is called. */
const isOnlyTown = (town = ''): boolean => {
  const name = town.toLowerCase().replace(/,?\s{1,2}$/, '');
  return (lookUp(name, 0, name.length) & (IN_TOWNS | GIVEN | SURNAME)) === IN_TOWNS;
};

const TITLED = /^(?:Dr|Mr|Mrs|Ms|Prof)\.? /;
const couldBeTown = (name: string): boolean =>
  !TITLED.test(name) &&
  !NOT_NAMES.has(name.toLowerCase()) &&
  !STATE_NAMES.has(name.toLowerCase()) &&
  (name.length > 3 || name !== name.toUpperCase());

const ZIP_AFTER = bounded(`,?\\s{1,2}${ZIP}`, 'uy');

/** "In Boston, MA": a capitalised preposition is no part of the town. */
const leadingNoise = (town: string): number => /^(?:In|From|Near|At|To|The) (?=\p{Lu})/u.exec(town)?.[0].length ?? 0;

const HOME = bounded(
  `(?:\\s{1,2}(?:up|here|back|over|alone|city))?(?:\\s{1,2}(?:in|at|on|near|outside|from|to))\\s{1,2}(?:the\\s)?(${CITY}(?:, ${CITY}){0,1})`,
  'uy',
);

/** "lives in Springfield"; a state alone is no identifier. */
function home({ text }: Scene, _start: number, end: number): Span | undefined {
  HOME.lastIndex = end;
  const place = HOME.exec(text)?.[1];
  if (place === undefined || STATE_NAMES.has(place.toLowerCase()) || NOT_NAMES.has(place.toLowerCase()))
    return undefined;
  const start = HOME.lastIndex - place.length;
  return { start, end: trimStop(text, HOME.lastIndex) };
}

export const PLACE_RULES: readonly Rule[] = [
  {
    name: 'address.town',
    category: 'ADDRESS',
    confidence: 0.85,
    words: [...STATE_CODES].map((code) => code.toLowerCase()).concat([...STATE_NAMES]),
    find: townAndState,
  },
  {
    name: 'address.home',
    category: 'ADDRESS',
    confidence: 0.75,
    words: words(
      'lives live living lived resides residing reside resident moved born grew raised arrived arrives relocated stays hometown home',
    ),
    find: home,
  },
];
