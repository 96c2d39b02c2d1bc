import { CITIES } from './data/cities.js';
import { GIVEN as GIVEN_DATA } from './data/given.js';
import { ORDINARY as ORDINARY_DATA } from './data/ordinary.js';
import { SURNAMES } from './data/surnames.js';
import {
  AMBIGUOUS_GIVEN,
  COUNTRY_WORDS,
  DRUGS,
  MORE_CITIES,
  MORE_ORDINARY,
  NO_CITIES,
  SURE_CITIES,
} from './exceptions.js';
import { GIVEN_NAMES } from './given-names.js';

/** What a word is known to be; flags, since "may" and "jackson" are several things. */
export const GIVEN = 1;
export const SURNAME = 2;
export const CITY = 4;
/** An ordinary word of English or Spanish as well, or a word that is no name in a clinical text. */
export const ORDINARY = 8;
/** A given name that many bear. */
export const COMMON_GIVEN = 16;
/** A drug, a brand or a country: never a name of a person or a town. */
export const OTHER_PROPER = 32;
/** The first word of a town's name of several words. */
export const TOWN_START = 64;
/** In no dictionary at all. */
export const UNKNOWN = 0x8000;

const SLOTS = 1 << 18;
const FOLDED = 0x250;
const SPACE = 0x20;
const SEPARATOR = 0x2c;

/**
 * The words of the dictionaries as 32-bit hashes: 1.3 MB for 100,000 words instead of some 15 MB of strings, and a
 * text is looked up without cutting words out of it. Two words of one hash are one in forty thousand lookups of
 * unknown words, which costs a needless placeholder and never a leak.
 */
class LexiconTable {
  private readonly keys = new Uint32Array(SLOTS);
  private readonly values = new Uint16Array(SLOTS);

  add(packed: string, flag: number): void {
    for (let from = 0; from < packed.length;) {
      let to = packed.indexOf(',', from);
      if (to < 0) to = packed.length;
      this.mark(packed, from, to, flag);
      from = to + 1;
    }
  }

  /** Gives the first words of those that are several `flag`. */
  addFirstWords(packed: string, flag: number): void {
    for (let space = packed.indexOf(' '); space >= 0; space = packed.indexOf(' ', space + 1)) {
      const from = packed.lastIndexOf(',', space) + 1;
      if (packed.lastIndexOf(' ', space - 1) < from) this.mark(packed, from, space, flag);
    }
  }

  /** Takes `flag` from the words. */
  drop(list: readonly string[], flag: number): void {
    for (const word of list) {
      const slot = this.slotOf(hashOf(word, 0, word.length));
      this.values[slot] = (this.values[slot] ?? 0) & ~flag;
    }
  }

  get(key: number): number {
    for (let slot = key % SLOTS; ; slot = (slot + 1) % SLOTS) {
      const found = this.keys[slot];
      if (found === key) return this.values[slot] ?? 0;
      if (found === 0) return 0;
    }
  }

  private mark(text: string, from: number, to: number, flag: number): void {
    const slot = this.slotOf(hashOf(text, from, to));
    this.values[slot] = (this.values[slot] ?? 0) | flag;
  }

  private slotOf(key: number): number {
    for (let slot = key % SLOTS; ; slot = (slot + 1) % SLOTS) {
      const found = this.keys[slot];
      if (found === key) return slot;
      if (found === 0) {
        this.keys[slot] = key;
        return slot;
      }
    }
  }
}

/** For each unit below `FOLDED` the letter without its accent; 0 for signs inside a name ("St.", "D'Angelo"). */
const folded = new Uint16Array(FOLDED);
for (let unit = 0; unit < FOLDED; unit += 1) {
  folded[unit] = String.fromCharCode(unit).toLowerCase().normalize('NFD').charCodeAt(0);
}
for (const [index, letter] of [...'øłđæœıþðß'].entries()) folded[letter.charCodeAt(0)] = 'oldaoitds'.charCodeAt(index);
for (const sign of ".'") folded[sign.charCodeAt(0)] = 0;
folded['-'.charCodeAt(0)] = SPACE;

/** The hash of [from, to), accents and case apart (FNV-1a, finished by a mix); never 0. */
function hashOf(text: string, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at += 1) {
    const unit = text.charCodeAt(at);
    const letter = unit < FOLDED ? (folded[unit] ?? 0) : unit;
    if (letter === 0 || (letter >= 0x300 && letter < 0x370)) continue;
    hash = Math.imul(hash ^ letter, 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0 || SEPARATOR;
}

const table = new LexiconTable();
table.add(GIVEN_DATA, GIVEN);
table.add([...GIVEN_NAMES].join(), GIVEN | COMMON_GIVEN);
table.add(SURNAMES, SURNAME);
table.add(CITIES, CITY);
table.add(MORE_CITIES.join(), CITY);
table.addFirstWords(CITIES, TOWN_START);
table.add(ORDINARY_DATA, ORDINARY);
table.add(MORE_ORDINARY.join(), ORDINARY);
table.add([...DRUGS, ...COUNTRY_WORDS].join(), OTHER_PROPER);
table.drop([...NO_CITIES, ...COUNTRY_WORDS], CITY);
table.add(SURE_CITIES.join(), CITY);
table.drop(SURE_CITIES, ORDINARY);
table.drop(
  [...GIVEN_NAMES].filter((name) => !AMBIGUOUS_GIVEN.has(name)),
  ORDINARY,
);

/** What is known of the word or words [start, end): the flags above, 0 for nothing. */
export const lookUp = (text: string, start: number, end: number): number => table.get(hashOf(text, start, end));
