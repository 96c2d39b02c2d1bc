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
import { LexiconTable } from './lexicon-table.js';
import { hashOf } from './word-hash.js';

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

const table = new LexiconTable();
table.addPacked(GIVEN_DATA, GIVEN);
table.add(GIVEN_NAMES, GIVEN | COMMON_GIVEN);
table.addPacked(SURNAMES, SURNAME);
table.add(COMMON_SURNAMES, SURNAME | COMMON_SURNAME);
table.addPacked(CITIES, CITY, TOWN_START);
table.add(MORE_CITIES, CITY);
table.addPacked(VILLAGES, VILLAGE, TOWN_START);
table.addPacked(RARE, RARE_NAME);
table.addPacked(FREQUENT_DATA, FREQUENT);
table.addPacked(ORDINARY_DATA, ORDINARY);
table.add(MORE_ORDINARY, ORDINARY);
table.add([...DRUGS, ...COUNTRY_WORDS], OTHER_PROPER);
table.drop([...NO_CITIES, ...COUNTRY_WORDS], CITY);
table.add(SURE_CITIES, CITY);
table.drop(SURE_CITIES, ORDINARY);
table.drop(
  [...GIVEN_NAMES].filter((name) => !AMBIGUOUS_GIVEN.has(name)),
  ORDINARY,
);

/** What is known of the word or words [start, end): the flags above, 0 for nothing. */
export const lookUp = (text: string, start: number, end: number): number => table.get(hashOf(text, start, end));

/** The same of a word whose hash is known. */
export const lookUpHash = (hash: number): number => table.get(hash);
