import { digitsEnd, isWordUnit, kindOf, lettersEnd, LETTER } from '../../characters.js';
import { addressEnd } from '../address-run.js';
import { bounded } from '../bounded.js';
import { CALENDAR_WORDS, NOT_NAMES } from '../lexicon/not-names.js';
import { PLAIN_STREET_SUFFIXES, STATE_CODES, STREET_SUFFIXES } from '../lexicon/places.js';
import { CITY, isCapital, trimStop, ZIP } from '../place-form.js';
import { following, LINK, words, type Rule, type Scene, type Span } from '../rule.js';

const STATE = `(?:${[...STATE_CODES].join('|')}|(?:New |North |South |West |Rhode )?\\p{Lu}\\p{Ll}{3,13})`;
const UNIT =
  '(?:,? {1,2}(?:Apt|APT|apt|Apartment|apartment|Unit|UNIT|unit|Suite|suite|Ste|Floor|Fl|Room|Rm|#)\\.? ?#?[A-Za-z\\d-]{1,6})?';

/** What may follow a street: a flat, then the town, the state and the ZIP code, as far as they are there. */
const TAIL = bounded(
  `\\.?${UNIT}(?:,?\\s{1,3}${CITY},?\\s{1,2}${STATE},?\\s{1,2}${ZIP}|,\\s{1,3}${CITY},\\s{1,2}${STATE}\\b|,\\s{1,3}${CITY}(?=[,.;\\n)]|$)|,?\\s{1,2}${ZIP})?`,
  'uy',
);

const MEASURES: ReadonlySet<string> = new Set(
  words(
    'mg ml mcg g kg lb lbs cm mm year years yr yrs yo day days week weeks month months hour hours hr hrs minute minutes min mins second seconds mile miles km lead percent times of in to and or the a an x per patients people',
  ),
);
const ECG_WORD = bounded(' {1,2}(?:elevation|depression|segment|change|wave|interval|abnormal)', 'y');
const MAX_STREET_WORDS = 5;

/** A house number, one to four words and a street suffix, then whatever of the address follows. */
function street(scene: Scene, start: number, end: number): Span | undefined {
  const { text, lower } = scene;
  if (end - start > 6 || (start > 0 && '-./$:,_'.includes(text.charAt(start - 1)))) return undefined;
  let at = kindOf(text.charCodeAt(end)) === LETTER && !isWordUnit(text, end + 1) ? end + 1 : end;
  let proper = true;
  for (let count = 0; count < MAX_STREET_WORDS && text.charAt(at) === ' '; count += 1) {
    const from = text.charAt(at + 1) === ' ' ? at + 2 : at + 1;
    const to = lettersEnd(text, digitsEnd(text, from));
    if (to === from) return undefined;
    const word = lower.slice(from, to);
    if (count > 0 && STREET_SUFFIXES.has(word)) {
      if (!proper && (count > 2 || !PLAIN_STREET_SUFFIXES.has(word))) return undefined;
      return streetFrom(scene, start, to, word);
    }
    if (count === 0 && (MEASURES.has(word) || CALENDAR_WORDS.has(word))) return undefined;
    proper &&= isCapital(text, lower, from) || digitsEnd(text, from) > from;
    if (!proper && (count > 1 || NOT_NAMES.has(word))) return undefined;
    at = text.charAt(to) === '.' || text.charAt(to) === "'" ? to + 1 : to;
  }
  return undefined;
}

function streetFrom(scene: Scene, start: number, suffixEnd: number, suffix: string): Span | undefined {
  const { text, lower } = scene;
  ECG_WORD.lastIndex = suffixEnd;
  if (suffix === 'st' && ECG_WORD.test(lower)) return undefined;
  TAIL.lastIndex = suffixEnd;
  const stop = TAIL.test(text) && TAIL.lastIndex > suffixEnd ? trimStop(text, TAIL.lastIndex) : suffixEnd;
  return { start, end: Math.max(addressEnd(scene, stop), addressEnd(scene, suffixEnd)) };
}

const BOX_BEFORE = bounded('(?:p\\. ?o\\.|po|post office) ?$', '');
const boxNumber = following('\\s{0,2}#?\\s?(\\d{1,7})(?!\\d)');

function postBox(scene: Scene, start: number, end: number): Span | undefined {
  const lead = BOX_BEFORE.exec(scene.lower.slice(Math.max(0, start - 12), start))?.[0];
  const number = lead === undefined ? undefined : boxNumber(scene, start, end);
  if (lead === undefined || !number) return undefined;
  TAIL.lastIndex = number.end;
  const stop = TAIL.test(scene.text) ? trimStop(scene.text, TAIL.lastIndex) : number.end;
  return { start: start - lead.length, end: Math.max(stop, addressEnd(scene, number.end)) };
}

const LABELLED = bounded(
  `(?:\\s{1,2}(?:line\\s?)?\\d?)?["']?\\s{0,2}[:=]\\s{0,3}["']?([^\\n\\r\\t;|"<>{}[\\]]{3,120})`,
  'uy',
);
const NEXT_LABEL = bounded(
  '[.,]?\\s{1,3}[\\p{L}]{1,20}(?: [\\p{L}]{1,20})?\\s?[:#]|\\.\\s{1,2}(?=\\p{Lu}\\p{Ll}{1,20} \\p{Ll})| {2}',
  'u',
);

/** "Address: …" up to the end of the line, the next label or the next sentence. */
function labelled({ text, lower }: Scene, _start: number, end: number): Span | undefined {
  LABELLED.lastIndex = end;
  const value = LABELLED.exec(text)?.[1];
  if (value === undefined) return undefined;
  const start = LABELLED.lastIndex - value.length;
  const stop = NEXT_LABEL.exec(value)?.index ?? value.length;
  const address = value.slice(0, stop).replace(/[\s.,']{1,8}$/, '');
  const telling = /\d/.test(address) || (isCapital(text, lower, start) && !NOT_NAMES.has(address.toLowerCase()));
  return telling && address.length > 2 ? { start, end: start + address.length } : undefined;
}

const fieldValue = following(`"\\s?:\\s?(?:\\[\\s{0,40})?"([^"\\n]{2,100})(?=")`);

export const ADDRESS_RULES: readonly Rule[] = [
  { name: 'address.street', category: 'ADDRESS', confidence: 0.9, digits: true, lengths: [1, 6], find: street },
  { name: 'address.box', category: 'ADDRESS', confidence: 0.95, words: ['box'], find: postBox },
  {
    name: 'address.label',
    category: 'ADDRESS',
    confidence: 0.85,
    words: words('address addr residence streetaddress homeaddress mailingaddress addressline addressline1'),
    find: labelled,
  },
  {
    name: 'address.field',
    category: 'ADDRESS',
    confidence: 0.9,
    words: words('line street city town district postalcode zipcode streetaddress'),
    find: fieldValue,
  },
  { name: 'address.field', category: 'ADDRESS', confidence: 0.85, words: words('street city town'), find: labelled },
  {
    name: 'address.zip',
    category: 'ADDRESS',
    confidence: 0.9,
    words: words('zip zipcode postcode postal postalcode plz'),
    find: following(`(?:[\\s_-]?code)?${LINK}(\\d{3,6}(?:-\\d{2,4})?)(?!\\d|[.,/]\\d)`),
  },
];
