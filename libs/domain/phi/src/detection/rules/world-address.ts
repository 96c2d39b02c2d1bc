import { digitsEnd, isWordUnit, lettersEnd } from '../../characters.js';
import { addressEnd, readRun } from '../address-run.js';
import { bounded } from '../bounded.js';
import { lookUp, ORDINARY } from '../lexicon/lexicon.js';
import { CALENDAR_WORDS, NOT_NAMES } from '../lexicon/not-names.js';
import { isCapital } from '../place-form.js';
import { starting, words, type Find, type Rule, type Scene, type Span } from '../rule.js';

const WORD = "[\\p{L}\\p{M}][\\p{L}\\p{M}'’.-]{0,24}";
const PROPER = "\\p{Lu}[\\p{L}\\p{M}'’.()-]{0,24}";
const PARTICLE =
  '(?:de|del|della|delle|dalla|dei|des|du|di|da|do|dos|das|la|le|las|los|el|nad|pod|na|u|am|an der|a|of|and|y|en|sur|les|ter|ten|op|im|zum|zur|auf)';
const BEFORE_ROOM = bounded(
  `(?<![\\p{L}\\d])(\\d{1,5}[A-Za-z]?(?:[ ,]{1,2}|\\s{1,3})(?:[\\p{L}\\p{M}\\d][\\p{L}\\p{M}\\d.'’/-]{0,25}(?:[ ,]{1,3}|,? ?\\n[ \\t]{0,4}(?:[?•*>|-]{1,3} )?)){1,7})$`,
  'u',
);
const roomNumber = bounded('\\.? ?#?[A-Z]?\\d{1,5}[A-Za-z]?(?![\\d.]\\d)', 'y');

/** "30 Rostsestraat 222 Apt. 12, Makareao 57132": a flat proves the street in front and the town behind. */
const room: Find = (scene, start, end) => {
  roomNumber.lastIndex = end;
  if (!roomNumber.test(scene.text)) return undefined;
  const stop = roomNumber.lastIndex;
  const before = BEFORE_ROOM.exec(scene.text.slice(Math.max(0, start - 90), start))?.[1];
  if (before === undefined) {
    const capital = scene.text.charCodeAt(start) !== scene.lower.charCodeAt(start);
    return capital && scene.text.charAt(end) !== '\n' ? { start, end: stop, confidence: 0.6 } : undefined;
  }
  return { start: start - before.length, end: addressEnd(scene, stop, true) };
};

const NUMBERED = bounded(
  `\\s{1,2}(?:${PARTICLE} )?(${PROPER}(?: (?:(?:${PARTICLE} ){0,2}${PROPER}|\\d{1,2}\\.)){0,4})\\s(\\d{1,5}[A-Za-z]?)(?![\\d%]|[.,/:-]\\d| ?(?:mg|ml|%|g|kg|years|days|weeks|mm|cm)\\b)`,
  'uy',
);

/** "94 Koskikatu 83": a name between two numbers. */
const between: Find = (scene, start, end) => {
  if (end - start > 5 || isJoined(scene, start) || hasNoStreetBehind(scene, end)) return undefined;
  NUMBERED.lastIndex = end;
  const name = NUMBERED.exec(scene.text)?.[1];
  if (name === undefined) return undefined;
  const stop = NUMBERED.lastIndex;
  const first = name.split(/[ .]/, 1)[0]?.toLowerCase() ?? '';
  if (first.length < 3 || isNoStreet(first) || name === name.toUpperCase()) return undefined;
  return { start, end: addressEnd(scene, stop) };
};

/** Whether the word behind `end` begins no street, as in "1 Jan 1": told before the pattern is tried. */
function hasNoStreetBehind({ text, lower }: Scene, end: number): boolean {
  const from = text.charAt(end + 1) === ' ' ? end + 2 : end + 1;
  const to = lettersEnd(text, from);
  return isCapital(text, lower, from) && ' .'.includes(text.charAt(to)) && isNoStreet(lower.slice(from, to));
}

const isNoStreet = (word: string): boolean =>
  CALENDAR_WORDS.has(word) || NOT_NAMES.has(word) || (lookUp(word, 0, word.length) & ORDINARY) !== 0;
const isJoined = (scene: Scene, start: number): boolean => '-./:$,#'.includes(scene.text.charAt(start - 1) || ' ');

const STREET_ENDING =
  /(?:stra(?:ss|ß)e|strasse|str\.?|straat|laan|steenweg|weg|gatan|gata|gaten|vägen|vegen|veien|vegur|stræti|vej|gade|stræde|katu|tie|kuja|utca|utja|gasse|allee|platz|plads|plein|kade|dreef|singel|gracht|bakken|haugen|backen|ulica|cesta|bulvar|sokak|caddesi|dori)$/;
const LONGEST_ENDING = 8;
const IS_WORD = bounded(`^${WORD}$`, 'u');

/** The up to three words that end a text, in front of its last blank. */
function lastWords(before: string): readonly string[] {
  const parts = before.slice(0, -1).split(' ').slice(-3);
  return parts.slice(parts.findLastIndex((part) => !IS_WORD.test(part)) + 1);
}

/** "Margrethes Plads 17", "Bahnhofstraße 5": the last word of many countries' streets, and a number behind. */
const ended: Find = (scene, start, end) => {
  if (end - start > 4 || scene.text.charAt(start - 1) !== ' ') return undefined;
  const before = scene.text.slice(Math.max(0, start - 70), start);
  if (!STREET_ENDING.test(before.slice(-1 - LONGEST_ENDING, -1).toLowerCase())) return undefined;
  const parts = lastWords(before);
  let first = parts.length - 1;
  if ((parts[first] ?? '').length < 6) first -= 1; // "Margrethes Plads": the ending is a word of its own
  if (first < 0) return undefined;
  while (first > 0 && /^\p{Lu}/u.test(parts[first - 1] ?? '') && !NOT_NAMES.has((parts[first - 1] ?? '').toLowerCase()))
    first -= 1;
  const from = start - parts.slice(first).join(' ').length - 1;
  const lead = /(?:^|\s)(\d{1,5} )$/.exec(scene.text.slice(Math.max(0, from - 8), from))?.[1] ?? '';
  return { start: from - lead.length, end: addressEnd(scene, digitsEnd(scene.text, start)) };
};

const PREFIXED = bounded(
  `\\.? (?:${PARTICLE} ){0,2}${PROPER}(?: (?:(?:${PARTICLE} ){0,2}${PROPER}|\\d{1,2}\\.)){0,4},?(?: n[º°o]\\.?)? \\d{1,5}[A-Za-z]?(?![\\d%])`,
  'uy',
);
const NUMBER_IN_FRONT = bounded(
  `\\.? (?:${PARTICLE} ){0,2}(?:[ld]')?${PROPER}(?: (?:(?:${PARTICLE} ){0,2}${PROPER})){0,3}`,
  'uy',
);
const plainPrefixed = bounded(`\\.? (?:${WORD} ){1,5}\\d{1,5}[a-z]?(?![\\d%])`, 'uy');

/** "ul. Posejdona 90", "Rue de Piétrain 371", "14 Republica": streets whose kind stands in front. */
const prefixed: Find = (scene, start, end) => {
  if (isWordUnit(scene.text, start - 1)) return undefined;
  const lead = /(?:^|[\s,])(\d{1,5},? )$/.exec(scene.text.slice(Math.max(0, start - 8), start))?.[1] ?? '';
  let pattern = scene.plain ? plainPrefixed : PREFIXED;
  pattern.lastIndex = end;
  if (!pattern.test(scene.text)) {
    pattern = NUMBER_IN_FRONT;
    pattern.lastIndex = end;
    if (lead === '' || !pattern.test(scene.text)) return undefined;
  }
  return { start: start - lead.length, end: addressEnd(scene, pattern.lastIndex) };
};

const MILITARY = bounded('\\s{1,3}a[aep],?\\s{1,3}\\d{5}', 'y');
const MILITARY_BEFORE = bounded(
  '((?:psc|unit|uss|uscgc|usnv|usnsp?|cmr)[ ,][\\p{L}\\p{M}\\d ,]{1,40}(?:\\n\\s{0,3}(?:[?•*>|-]{1,3} )?)?)$',
  'u',
);

/** "PSC 9009, Box 9725 APO AA 33274". */
const military: Find = ({ lower }, start, end): Span | undefined => {
  MILITARY.lastIndex = end;
  if (!MILITARY.test(lower)) return undefined;
  const before = MILITARY_BEFORE.exec(lower.slice(Math.max(0, start - 48), start))?.[1] ?? '';
  return { start: start - before.length, end: MILITARY.lastIndex };
};

const TO_PLACE = bounded(
  '(?:\\s{1,2}(?:is|was|are|at|to|it|me|you|him|her|us|them|back|in|on|with|here|now|what|address|currently|located))?(?:\\s{1,2}(?:is|at|to|in|with|near|as|from))?[?:]?(?: it is)?\\s{1,3}(?:the corner of )?',
  'y',
);

/** "the office is at …", "return it to …": a run of capitalised words with a number in it. */
const led: Find = (scene, _start, end) => {
  TO_PLACE.lastIndex = end;
  if (!TO_PLACE.test(scene.lower)) return undefined;
  const start = TO_PLACE.lastIndex;
  const run = readRun(scene, start);
  if (!run || run.numberEnd === 0 || run.properWords === 0) return undefined;
  return scene.plain && !run.room ? undefined : { start, end: run.end };
};

/** "the corner of X and Y Street". */
const corner: Find = (scene, start, end) => {
  if (!scene.lower.startsWith(' of ', end)) return undefined;
  const run = readRun(scene, end + 4);
  const from = scene.lower.startsWith('the ', start - 4) ? start - 4 : start;
  return run && run.properWords > 1 ? { start: from, end: run.end } : undefined;
};

const NAMED_STREET_BEFORE = bounded(
  "(?:from|at|on|in|near|off|to|live|lives|lived|living|corner of) (\\p{Lu}[\\p{L}\\p{M}'-]{1,20}(?: \\p{Lu}[\\p{L}\\p{M}'-]{1,20}){0,2}) $",
  'u',
);

/** "from Elm Street, Denver": a street without a number, behind a preposition. */
function numberless(scene: Scene, start: number, end: number): Span | undefined {
  if (!isCapital(scene.text, scene.lower, start)) return undefined;
  const name = NAMED_STREET_BEFORE.exec(scene.text.slice(Math.max(0, start - 72), start))?.[1];
  if (name === undefined || isNoStreetName(name.toLowerCase())) return undefined;
  return { start: start - 1 - name.length, end: addressEnd(scene, end) };
}

const isNoStreetName = (name: string): boolean => NOT_NAMES.has(name) && !STREET_NAMES.has(name);
const STREET_NAMES: ReadonlySet<string> = new Set(words('main front center high church school park mill second first'));

const britishCode = starting(
  '(?:GIR|[A-PR-UWYZ](?:[A-HK-Y]?\\d[A-Z\\d]?|\\d[A-HJKSTUW])) \\d[ABD-HJLNP-UW-Z]{2}(?![\\p{L}\\d])',
);
const canadianCode = starting('[ABCEGHJ-NPRSTVXY]\\d[A-CEGHJ-NPR-TV-Z] \\d[A-CEGHJ-NPR-TV-Z]\\d(?![\\p{L}\\d])');

/** "NW1 6XE", "K1A 0B1": codes of the United Kingdom and Canada, by the letters that stand in each place. */
const letterCode: Find = (scene, start, end) =>
  isWordUnit(scene.text, start - 1) || '-/.'.includes(scene.text.charAt(start - 1) || ' ')
    ? undefined
    : (britishCode(scene, start, end) ?? canadianCode(scene, start, end));

export const WORLD_ADDRESS_RULES: readonly Rule[] = [
  {
    name: 'address.postcode',
    category: 'ADDRESS',
    confidence: 0.8,
    everyWord: true,
    lengths: [1, 2],
    find: letterCode,
  },
  { name: 'address.room', category: 'ADDRESS', confidence: 0.85, words: words('apt apartment suite flat'), find: room },
  { name: 'address.between', category: 'ADDRESS', confidence: 0.7, digits: true, lengths: [1, 5], find: between },
  { name: 'address.ending', category: 'ADDRESS', confidence: 0.85, digits: true, lengths: [1, 4], find: ended },
  {
    name: 'address.kind',
    category: 'ADDRESS',
    confidence: 0.8,
    words: words(
      'rue rua via viale piazza corso ul ulica avenida avenue calle strada largo travessa quai chemin impasse boulevard bulevar praça',
    ),
    find: prefixed,
  },
  {
    name: 'address.led',
    category: 'ADDRESS',
    confidence: 0.75,
    words: words(
      'address addresses office located location taxi sent send deliver delivered mail mailed ship shipped return moved relocated meet residence live lives living resides residing stays home',
    ),
    find: led,
  },
  {
    name: 'address.street',
    category: 'ADDRESS',
    confidence: 0.7,
    words: words('street avenue ave road rd boulevard blvd lane drive'),
    find: numberless,
  },
  { name: 'address.corner', category: 'ADDRESS', confidence: 0.8, words: ['corner'], find: corner },
  { name: 'address.military', category: 'ADDRESS', confidence: 0.9, words: words('apo fpo dpo'), find: military },
];
