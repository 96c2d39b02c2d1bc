import { CITIES } from './data/cities.js';
import { FREQUENT as FREQUENT_DATA } from './data/frequent.js';
import { GIVEN as GIVEN_DATA } from './data/given.js';
import { ORDINARY as ORDINARY_DATA } from './data/ordinary.js';
import { RARE } from './data/rare.js';
import { SURNAMES } from './data/surnames.js';
import { VILLAGES } from './data/villages.js';
import {
  AMBIGUOUS_GIVEN,
  COUNTRY_WORDS,
  DRUGS,
  MORE_CITIES,
  MORE_ORDINARY,
  NO_CITIES,
  SURE_CITIES,
} from './exceptions.js';
import { COMMON_SURNAMES, GIVEN_NAMES } from './given-names.js';
import { EMPTY_HASH, finished, hashOf, withUnit } from './word-hash.js';

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
/** One of the most frequent words of English. */
export const FREQUENT = 128;
/** A name of somebody somewhere; no word. */
export const RARE_NAME = 256;
/** A small town somewhere; no word, and unsure without "in". */
export const VILLAGE = 512;
/** A surname that many bear. */
export const COMMON_SURNAME = 1024;
/** In no dictionary at all. */
export const UNKNOWN = 0x8000;

const SLOTS = 1 << 19;
const MASK = SLOTS - 1;
const SPACE = 0x20;
const SEPARATOR = 0x2c;

/**
 * The words of the dictionaries as 32-bit hashes: 3 MB for 320,000 words instead of some 40 MB of strings, and a
 * text is looked up without cutting words out of it. Two words of one hash are one in thirteen thousand lookups of
 * unknown words, which costs a needless placeholder and never a leak.
 */
class LexiconTable {
  private readonly keys = new Int32Array(SLOTS);
  private readonly values = new Uint16Array(SLOTS);

  /** @param first a flag for the first word of those that are several. */
  add(packed: string, flag: number, first = 0): void {
    let [hash, isFirst] = [EMPTY_HASH, true];
    for (let at = 0; at <= packed.length; at += 1) {
      const unit = at < packed.length ? packed.charCodeAt(at) : SEPARATOR;
      if (unit === SEPARATOR) {
        this.mark(finished(hash), flag);
        [hash, isFirst] = [EMPTY_HASH, true];
        continue;
      }
      if (unit === SPACE && isFirst) {
        isFirst = false;
        if (first !== 0) this.mark(finished(hash), first);
      }
      hash = withUnit(hash, unit);
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
    for (let slot = key & MASK; ; slot = (slot + 1) & MASK) {
      const found = this.keys[slot];
      if (found === key) return this.values[slot] ?? 0;
      if (found === 0) return 0;
    }
  }

  private mark(key: number, flag: number): void {
    const slot = this.slotOf(key);
    this.values[slot] = (this.values[slot] ?? 0) | flag;
  }

  private slotOf(key: number): number {
    for (let slot = key & MASK; ; slot = (slot + 1) & MASK) {
      const found = this.keys[slot];
      if (found === key) return slot;
      if (found === 0) {
        this.keys[slot] = key;
        return slot;
      }
    }
  }
}

const table = new LexiconTable();
table.add(GIVEN_DATA, GIVEN);
table.add([...GIVEN_NAMES].join(), GIVEN | COMMON_GIVEN);
table.add(SURNAMES, SURNAME);
table.add(COMMON_SURNAMES.join(), SURNAME | COMMON_SURNAME);
table.add(CITIES, CITY, TOWN_START);
table.add(MORE_CITIES.join(), CITY);
table.add(VILLAGES, VILLAGE, TOWN_START);
table.add(RARE, RARE_NAME);
table.add(FREQUENT_DATA, FREQUENT);
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

/** The same of a word whose hash is known. */
export const lookUpHash = (hash: number): number => table.get(hash);
