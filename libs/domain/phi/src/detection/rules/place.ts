import { bounded } from '../bounded.js';
import { isNoName, NOT_NAMES } from '../lexicon/not-names.js';
import { GIVEN, lookUp, ORDINARY, OTHER_PROPER, SURNAME } from '../lexicon/lexicon.js';
import { AMBIGUOUS_STATE_CODES, STATE_CODES, STATE_NAMES } from '../lexicon/places.js';
import { CITY, isCapital, PROPER, trimStop, ZIP } from '../place-form.js';
import { starting, words, type Find, type Rule, type Scene, type Span } from '../rule.js';

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
  const sure = zip > end || !AMBIGUOUS_STATE_CODES.has(code) || LOCATED_BEFORE.test(before);
  const town = sure ? CITY_BEFORE.exec(before)?.[0] : undefined;
  if (town === undefined || !couldBeTown(town.replace(/,?\s{1,2}$/, ''))) return undefined;
  return { start: start - town.length + leadingNoise(town), end: zip };
}

const couldBeTown = (name: string): boolean =>
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

const NAMED_BEFORE = bounded(`${PROPER}(?:(?: of| and)? ${PROPER}){0,3} $`, 'u');
const MEDICAL_KIND = bounded(' (?:center|centre|clinic|school|college|group|city)', 'y');
const KIND_AFTER = bounded('(?: (?:center|centre|clinic|hospital|school|college|system))?', 'y');
const GENERIC: ReadonlySet<string> = new Set(
  words(
    'general community regional memorial university veterans primary urgent local pain memory the this our your a an tertiary teaching academic district public private national international surgical outpatient dental eye obstetric',
  ),
);
const isGeneric = (word: string): boolean => GENERIC.has(word) || isNoName(word);

const SAINT_BEFORE = bounded('(?:at|to|in|from|of|near|by|outside) $', '');
const saint = starting(`(?:St|Mt|Saint|Mount)\\.? ${PROPER}(?:'s)?`);

/** "at St. Vincent's", "to Mt. Sinai". */
const saintly: Find = (scene, start, end) =>
  SAINT_BEFORE.test(scene.lower.slice(Math.max(0, start - 9), start)) ? saint(scene, start, end) : undefined;

/** A named institution, "Elm Ridge Clinic": a place smaller than a state. */
function institution({ text, lower }: Scene, start: number, end: number): Span | undefined {
  if (!isCapital(text, lower, start)) return undefined;
  const before = NAMED_BEFORE.exec(text.slice(Math.max(0, start - LOOK_BACK), start))?.[0];
  if (before === undefined) return undefined;
  const names = before.trim().split(' ');
  const first = names.findIndex(
    (name) => name !== 'of' && name !== 'and' && !isGeneric(name.toLowerCase().replace(/'s$/, '')),
  );
  if (first < 0) return undefined;
  const skipped = names.slice(0, first).reduce((length, name) => length + name.length + 1, 0);
  MEDICAL_KIND.lastIndex = end;
  if (lower.slice(start, end) === 'medical' && !MEDICAL_KIND.test(lower)) return undefined;
  KIND_AFTER.lastIndex = end;
  return { start: start - before.length + skipped, end: KIND_AFTER.test(lower) ? KIND_AFTER.lastIndex : end };
}

const SITE = bounded(
  " (?:the )?((?:St\\. )?\\p{Lu}[\\p{L}\\p{M}\\d&'-]{1,24}\\.?(?: (?:(?:of|the|and|&|for|de|la|del) ){0,2}\\p{Lu}[\\p{L}\\p{M}\\d&'-]{1,24}){0,5})",
  'uy',
);
const CARE_BEFORE =
  /\b(?:seen|treat|admit|evaluat|diagnos|operat|surger|surgical|visit|hospitali|follow|manag|consult|present|refer|transfer|perform|underwent|undergo|care|procedure|review|discharg|appointment|examin|assess|monitor|worked up|work-?up|receiv|done|conducted|scheduled|enrolled|patient|based|works?|deliver|born|biops|scan|imag|test|stay|checkup|check-up)\p{L}{0,5}\b[^?!\n]{0,80}$/u;
const CARE_NOUN =
  /\b(?:hospital|clinic|center|centre|health|healthcare|medical|medicine|institute|office|practice|university|college|hospice|infirmary|general|memorial)$/;

/** "treated at Johns Hopkins", "seen at Dr. Smith's Office": a proper name behind "at" is where it happened. */
function site({ text, lower }: Scene, start: number, end: number): Span | undefined {
  SITE.lastIndex = end;
  const place = SITE.exec(text)?.[1];
  if (place === undefined) return undefined;
  const from = SITE.lastIndex - place.length;
  const value = place.toLowerCase();
  const first = value.replace(/\.?[' ].*$/, '').replace(/-.*$/, '');
  const acronym = !place.includes(' ') && place === place.toUpperCase();
  const several = place.includes(' ');
  const cared = CARE_BEFORE.test(lower.slice(Math.max(0, start - 100), start));
  const generic = value.split(' ').every((word) => isGeneric(word) || CARE_NOUN.test(word));
  if (several && CARE_NOUN.test(value) && (cared || !generic)) {
    return { start: from, end: trimStop(text, SITE.lastIndex) };
  }
  const hyphenated = /^\p{Lu}\p{Ll}+-\p{Lu}\p{Ll}+/u.test(place);
  if (lower.slice(start, end) !== 'at' && !(hyphenated && cared)) return undefined;
  if (isNoName(first) || GENERIC.has(first) || /\d/.test(place)) return undefined;
  const flags = lookUp(value, 0, value.length) | lookUp(first, 0, first.length);
  if ((flags & (ORDINARY | OTHER_PROPER)) !== 0 && (flags & (SURNAME | GIVEN)) === 0 && !several) return undefined;
  if (acronym && place.length < 3) return undefined;
  return cared ? { start: from, end: trimStop(text, SITE.lastIndex), confidence: acronym ? 0.6 : 0.75 } : undefined;
}

export const PLACE_RULES: readonly Rule[] = [
  {
    name: 'address.town',
    category: 'ADDRESS',
    confidence: 0.85,
    words: [...STATE_CODES].map((code) => code.toLowerCase()).concat([...STATE_NAMES]),
    find: townAndState,
  },
  { name: 'address.site', category: 'ADDRESS', confidence: 0.75, words: words('at to from by in'), find: site },
  { name: 'address.saint', category: 'ADDRESS', confidence: 0.7, words: words('st mt saint mount'), find: saintly },
  {
    name: 'address.home',
    category: 'ADDRESS',
    confidence: 0.75,
    words: words(
      'lives live living lived resides residing reside resident moved born grew raised arrived arrives relocated stays hometown home',
    ),
    find: home,
  },
  {
    name: 'address.institution',
    category: 'ADDRESS',
    confidence: 0.7,
    words: words('hospital clinic medical hospice infirmary sanatorium county'),
    find: institution,
  },
];
