import { isWordUnit, kindOf, lettersEnd, LETTER } from '../../characters.js';
import { readRun } from '../address-run.js';
import { bounded } from '../bounded.js';
import { COUNTRY_WORDS } from '../lexicon/exceptions.js';
import {
  CITY,
  COMMON_GIVEN,
  FREQUENT,
  GIVEN,
  lookUp,
  ORDINARY,
  OTHER_PROPER,
  SURNAME,
  TOWN_START,
  VILLAGE,
} from '../lexicon/lexicon.js';
import { EPONYM_NOUNS, INSTITUTION_NOUNS, isNoName } from '../lexicon/not-names.js';
import { STATE_NAMES } from '../lexicon/places.js';
import { isCapital } from '../place-form.js';
import { words, type Find, type Rule, type Scene } from '../rule.js';

const LOCATED = bounded(
  '(?:in|from|at|near|to|outside|around|en|desde|hacia|downtown|city:|town:|localidad:|visit|visits|visited|visiting|between) (?:the )?$',
  '',
);
const STATE_AFTER = bounded(',? (?:[A-Z]{2}\\b|\\p{Lu}\\p{Ll}{3,12}\\b)', 'uy');
const NEXT = bounded("^(?:'s)?[\\s-](\\p{L}{2,20})", 'u');
const WITH_ARTICLE = /^the (?:bronx|hague)$/;

/** "Epworth Sleepiness Scale", "New York Heart Association": what is named after a town is none. */
const NAMESAKE = bounded(
  "^(?:'s)?(?:[ -][\\p{L}-]{2,16}){0,3}? (?:scales?|index|tests?|scores?|association|classification|criteria|diet|inventory|questionnaire|society|organi[sz]ation|study|trial|consensus|agreement|declaration|virus|rules?)\\b",
  'u',
);
const GOES_ON = bounded('^ \\p{Lu}', 'u');
const LONGEST = 4;

const town: Find = (scene, start, end) => {
  const span = possibleTown(scene, start, end);
  if (span && WITH_ARTICLE.test(scene.lower.slice(start - 4, span.end))) return { ...span, start: start - 4 };
  return span && NAMESAKE.test(scene.lower.slice(span.end, span.end + 64)) ? undefined : span;
};

/** A town of the dictionary; one that is a name or a word as well needs "in", "from" or a state to be one. */
const possibleTown: Find = (scene, start) => {
  if (isWordUnit(scene.text, start - 1) || "'-".includes(scene.text.charAt(start - 1) || ' ')) return undefined;
  const { end, flags } = longest(scene, start);
  if (end === start || (flags & OTHER_PROPER) !== 0) return undefined;
  const next = NEXT.exec(scene.lower.slice(end, end + 26))?.[1];
  if (
    next !== undefined &&
    (EPONYM_NOUNS.has(next) || (INSTITUTION_NOUNS.has(next) && isCapital(scene.text, scene.lower, end + 1)))
  ) {
    return undefined;
  }
  const located = LOCATED.test(scene.lower.slice(Math.max(0, start - 16), start));
  const single = !scene.text.slice(start, end).includes(' ');
  const ambiguous = (single && (flags & (GIVEN | SURNAME | ORDINARY)) !== 0) || (flags & CITY) === 0;
  const person = single && (flags & COMMON_GIVEN) !== 0;
  if (person && (scene.plain || GOES_ON.test(scene.text.slice(end, end + 2)))) return undefined; // "from Rebecca Stein"
  if (scene.plain) return located && (flags & ORDINARY) === 0 && end - start > 3 ? { start, end } : undefined;
  if (single && scene.text.slice(start, end) === scene.text.slice(start, end).toUpperCase() && end - start < 5) {
    return undefined;
  }
  if (!ambiguous) return { start, end };
  STATE_AFTER.lastIndex = end;
  if (STATE_AFTER.test(scene.text) && scene.text.charAt(end) === ',' && located) return { start, end };
  return located && ((flags & ORDINARY) === 0 || (flags & (CITY | FREQUENT)) === CITY)
    ? { start, end, confidence: 0.65 }
    : undefined;
};

/** The longest run of capitalised words that is one town, and what else its first word is. */
function longest(scene: Scene, start: number): { end: number; flags: number } {
  const { text, lower } = scene;
  let best = { end: start, flags: 0 };
  let end = start;
  for (let count = 0; count < LONGEST; count += 1) {
    const from = count === 0 ? start : end + 1;
    if (count > 0 && !' -'.includes(text.charAt(end) || '\n')) break;
    if (kindOf(text.charCodeAt(from)) !== LETTER || (count === 0 && !scene.plain && !isCapital(text, lower, from)))
      break;
    end = lettersEnd(text, from);
    if (text.charAt(end) === '.' && end - from <= 3 && text.charAt(end + 1) === ' ') end += 1;
    if (isWordUnit(text, end)) break;
    if (count > 0 && end - from > 3 && !scene.plain && !isCapital(text, lower, from)) break;
    const flags = lookUp(lower, start, end);
    if ((flags & (CITY | VILLAGE)) !== 0) best = { end, flags };
  }
  return best;
}

const ADDRESS_BEFORE = /(?:s\/n|\d[ºª]?(?: ?[a-z])?)[\s,.-]{1,4}$/;
const UNKNOWN_TOWN = bounded(
  "\\p{Lu}[\\p{L}\\p{M}'-]{2,24}(?: (?:(?:de|del|la|las|los) ){0,2}\\p{Lu}[\\p{L}\\p{M}'-]{2,24}){0,2}",
  'uy',
);
const AFTER_ZIP = bounded('[ ,.-]{1,3}', 'y');
const REGION = bounded(',? ?\\(?(?:(?:La|Las|Los|El|San|Santa|A) )?\\p{Lu}[\\p{L}\\p{M}]{2,20}\\)?', 'uy');

/** "28007 Madrid", "10115 Berlin", "11510 Puerto Real, Cádiz": a code in front proves a town. */
const behindZip: Find = (scene, start, end) => {
  if (end - start < 4 || end - start > 6 || isWordUnit(scene.text, end)) return undefined;
  AFTER_ZIP.lastIndex = end;
  if (!AFTER_ZIP.test(scene.text)) return undefined;
  const from = AFTER_ZIP.lastIndex;
  if (from >= scene.text.length || !isCapital(scene.text, scene.lower, from)) return undefined;
  const found = longest(scene, from);
  if (found.end === from) {
    const inAddress = end - start === 5 && ADDRESS_BEFORE.test(scene.lower.slice(Math.max(0, start - 24), start));
    UNKNOWN_TOWN.lastIndex = from;
    return inAddress && UNKNOWN_TOWN.test(scene.text) ? { start, end: UNKNOWN_TOWN.lastIndex } : undefined;
  }
  REGION.lastIndex = found.end;
  const region = REGION.test(scene.text) ? REGION.lastIndex : found.end;
  const name = scene.lower.slice(found.end, region).replace(/^[ ,(]+|\)$/g, '');
  const inRegion = name !== '' && (lookUp(name, 0, name.length) & CITY) !== 0;
  return { start, end: inRegion ? region : found.end, confidence: 0.85 };
};

const CODED = bounded(
  "\\b(?:in|at|near|from|to|of) (\\p{Lu}[\\p{L}\\p{M}'-]{2,24}(?: (?:(?:de|del|la|do|da|dos|di|of|am|an der|sur) )?\\p{Lu}[\\p{L}\\p{M}'-]{2,24}){0,3}),? $",
  'u',
);
const YEAR = /^(?:1[89]|20)\d\d$/;
const REST_OF_CODE = bounded('(?:-\\d{2,4})?(?![\\d\\p{L}]|[.,/:%-]\\d)', 'uy');

/** "in Elmhaven 61021", "at Nova Vila 3610-114": a code behind what is no word proves a town. */
const beforeZip: Find = (scene, start, end) => {
  if (end - start < 4 || end - start > 6 || YEAR.test(scene.text.slice(start, end))) return undefined;
  REST_OF_CODE.lastIndex = end;
  if (!REST_OF_CODE.test(scene.text)) return undefined;
  const stop = REST_OF_CODE.lastIndex;
  const name = CODED.exec(scene.text.slice(Math.max(0, start - 72), start))?.[1];
  if (name === undefined || (name === name.toUpperCase() && name.length < 5)) return undefined;
  const first = name.split(/[ '-]/, 1)[0]?.toLowerCase() ?? '';
  if (isNoName(first) || (lookUp(first, 0, first.length) & ORDINARY) !== 0) return undefined;
  const from = start - name.length - (scene.text.charAt(start - 2) === ',' ? 2 : 1);
  return { start: from, end: stop };
};

const PLACED = bounded('(?:\\s?:\\s{1,3}|\\s(?:of |from |in |is |named |called )?)', 'y');

/** "Where: Elm Grove", "the city of Elmhaven", "originally from Elmhaven". */
const placed =
  (needsSign: boolean): Find =>
  (scene, start, end) => {
    PLACED.lastIndex = end;
    if ((isCapital(scene.text, scene.lower, start) && !needsSign) || !PLACED.test(scene.text)) return undefined;
    const from = PLACED.lastIndex;
    const link = scene.text.slice(end, from);
    if (needsSign && !link.includes(':')) return undefined;
    const run = scene.plain && !needsSign ? undefined : readRun(scene, from);
    if (!run || run.properWords === 0 || run.properWords > 5) return undefined;
    const first = scene.lower.slice(from, lettersEnd(scene.text, from));
    if (isNoName(first) || COUNTRIES.has(first) || STATE_NAMES.has(first)) return undefined;
    return { start: from, end: run.end };
  };
const COUNTRIES: ReadonlySet<string> = new Set(COUNTRY_WORDS);

const nickname: Find = (_scene, start, end) => ({ start, end });

export const CITY_RULES: readonly Rule[] = [
  { name: 'address.zip', category: 'ADDRESS', confidence: 0.8, digits: true, lengths: [4, 6], find: beforeZip },
  {
    name: 'address.place',
    category: 'ADDRESS',
    confidence: 0.75,
    words: words('city town village hometown originally native'),
    find: placed(false),
  },
  {
    name: 'address.place',
    category: 'ADDRESS',
    confidence: 0.75,
    words: words('where location place venue hometown birthplace'),
    find: placed(true),
  },
  { name: 'address.nickname', category: 'ADDRESS', confidence: 0.8, words: words('nyc philly bklyn'), find: nickname },

  { name: 'address.zip', category: 'ADDRESS', confidence: 0.85, digits: true, lengths: [4, 6], find: behindZip },
  { name: 'address.city', category: 'ADDRESS', confidence: 0.75, proper: CITY | TOWN_START | VILLAGE, find: town },
];
