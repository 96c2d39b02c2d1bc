import { bounded } from './bounded.js';
import { CITY, lookUp } from './lexicon/lexicon.js';
import { CALENDAR_WORDS, NOT_NAMES } from './lexicon/not-names.js';
import { STREET_SUFFIXES } from './lexicon/places.js';
import { words, type Scene } from './rule.js';

/** Between two parts of an address: blanks, a comma, the next line with its bullet or quotation mark. */
const GAP = bounded(
  '(?:[ \\t]?,)?(?:[ \\t]{0,3}\\n[ \\t]{0,4}(?:[?•*>|#-]{1,3}[ \\t]{1,2})?(?:, ?)?|[ \\t]{1,3}|(?<=,))(?:,[ \\t]?)?',
  'y',
);
const NUMBER = bounded('\\d{1,6}(?:-\\d{2,4})?(?:st|nd|rd|th|[A-Za-z])?(?![\\d/:%\\p{L}]|[.,-]\\d)\\.?', 'uy');
const PROPER = bounded("\\p{Lu}(?:\\p{L}{0,3}\\.|[\\p{L}\\p{M}'()/-]{0,24}(?![\\p{L}\\d]))", 'uy');
const PLAIN = bounded("\\p{L}(?:\\p{L}{0,3}\\.|[\\p{L}\\p{M}'()/-]{1,24}(?![\\p{L}\\d]))", 'uy');
const LABEL_END = /[:=@]/;
const CLAUSE_END = /^(?:[ \t]?[,.;:!?)\]"\n]|$)/;
const SMALL: ReadonlySet<string> = new Set(
  words(
    'de del della delle dei di da do dos das la le las los el nad pod na u v w am an der den dem a of and y en sur les ter ten op im zum zur auf av st',
  ),
);
const PARTS: ReadonlySet<string> = new Set([
  ...STREET_SUFFIXES,
  ...words(
    'apt apartment suite unit flat floor room ste north south east west northern southern eastern western united states american new city county country front form field fields school university church free hill hall bank mill house land village left middle united great british white black english french german mexican canadian',
  ),
]);
const ROOMS: ReadonlySet<string> = new Set(words('apt apartment suite unit flat room ste'));
const STOPS: ReadonlySet<string> = new Set(
  words('tel telefon telephone phone fax mobile mob cell email mail dob mrn ssn id npi age sex'),
);
const LONGEST = 14;

/** A run of capitalised words and numbers, as the parts of an address follow one another. */
export interface AddressRun {
  readonly end: number;
  /** Behind the last number of the run; 0 when it has none. */
  readonly numberEnd: number;
  readonly properWords: number;
  /** Whether a sign of punctuation, a line or the text ends where the run does. */
  readonly closed: boolean;
  /** Whether it holds a flat or a room. */
  readonly room: boolean;
  /** Whether its first word is a town of the dictionary. */
  readonly town: boolean;
}

/** The run whose first part stands at `from`. */
export function readRun(scene: Scene, from: number): AddressRun | undefined {
  let [at, end, numberEnd, properWords] = [from, from, 0, 0];
  let [town, room] = [false, false];
  for (let count = 0; count < LONGEST; count += 1) {
    const number = endOf(NUMBER, scene.text, at);
    const word = number === undefined ? wordEnd(scene, at) : undefined;
    const next = number ?? word;
    if (next === undefined) {
      const small = smallEnd(scene, at);
      if (small === undefined || end === from) break;
      at = small;
      continue;
    }
    if (number !== undefined) numberEnd = number;
    else {
      properWords += 1;
      room ||= ROOMS.has(scene.lower.slice(at, next).replace(/\.$/, ''));
      if (properWords === 1) town = (lookUp(scene.lower, at, next) & CITY) !== 0;
    }
    end = next;
    const gap = endOf(GAP, scene.text, next);
    if (gap === undefined || isSentenceEnd(scene.text, at, next)) break;
    at = gap;
  }
  if (end === from) return undefined;
  const trimmed = scene.text.charAt(end - 1) === '.' ? end - 1 : end;
  return {
    end: trimmed,
    numberEnd: Math.min(numberEnd, trimmed),
    properWords,
    closed: CLAUSE_END.test(scene.text.slice(end, end + 2)) || trimmed < end,
    room,
    town,
  };
}

function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/** A capitalised word, or any where there are no capitals; not one that begins a sentence or is a field's label. */
function wordEnd(scene: Scene, at: number): number | undefined {
  const end = endOf(scene.plain ? PLAIN : PROPER, scene.text, at);
  if (end === undefined || LABEL_END.test(scene.text.charAt(end))) return undefined;
  const word = scene.lower.slice(at, end).replace(/\.$/, '');
  if (STOPS.has(word) || CALENDAR_WORDS.has(word) || (NOT_NAMES.has(word) && !PARTS.has(word))) return undefined;
  return end;
}

/** Behind a particle and the gap that follows it: "de la" of a street. */
function smallEnd(scene: Scene, at: number): number | undefined {
  const end = endOf(PLAIN, scene.text, at);
  return end !== undefined && SMALL.has(scene.lower.slice(at, end).replace(/\.$/, ''))
    ? endOf(GAP, scene.text, end)
    : undefined;
}

/** "Ave. Boston" goes on, "Avenue. Please" and "12. Please" do not. */
const isSentenceEnd = (text: string, start: number, end: number): boolean =>
  text.charAt(end - 1) === '.' &&
  (end - start > 5 || /^\s{1,2}\p{Lu}\p{L}{0,20} \p{Ll}/u.test(text.slice(end, end + 26)));

/**
 * Where an address goes on to from the end of its street or flat: a town, a state, a country and their codes.
 * @param room whether a flat has been read already, behind which a name needs no other proof.
 */
export function addressEnd(scene: Scene, end: number, room = false): number {
  GAP.lastIndex = scene.text.charAt(end) === '.' ? end + 1 : end;
  if (!GAP.test(scene.text)) return end;
  const parted = /[,\n]/.test(scene.text.slice(end, GAP.lastIndex));
  const run = readRun(scene, GAP.lastIndex);
  if (!run) return end;
  if (room || run.room || (run.closed && (run.numberEnd > 0 || parted || run.town))) return run.end;
  if (parted && run.town && run.numberEnd === 0) return run.end;
  return Math.max(end, run.numberEnd);
}
