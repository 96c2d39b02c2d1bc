import { MappedText } from '../mapped-text.js';

/** Written like another character, or not to be seen at all: zero-width and bidi marks, soft hyphens. */
const FOLDABLE =
  /[\u00a0\u00ad\u0130\u061c\u0405-\u0408\u0410-\u0445\u0455-\u0458\u0660-\u0669\u06f0-\u06f9\u1680\u180e\u2000-\u2019\u201c\u201d\u2024\u2028-\u202f\u205f-\u2064\u2066-\u2069\u2212\u3000\ufe58\ufe63\ufeff\uff01-\uff5e]|\u034f|\ud835[\udc00-\udfff]/g;

const UNSEEN = /\u034f|[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/;
const SPACE = /[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
const DASH = /[\u2010-\u2015\u2212\ufe58\ufe63]/;

/** Cyrillic letters that look like Latin ones, and those. */
const CYRILLIC = 'АВЕКМНОРСТХаеорсухЅІЈѕіј';
const LATIN = 'ABEKMHOPCTXaeopcyxSIJsij';
const SINGLE: ReadonlyMap<string, string> = new Map([
  ...[...CYRILLIC].map((letter, index): [string, string] => [letter, LATIN.charAt(index)]),
  ['\u2018', "'"],
  ['\u2019', "'"],
  ['\u201c', '"'],
  ['\u201d', '"'],
  ['\u2024', '.'],
  ['\u0130', 'I'],
]);

/** The text as rules read it: one kind of blank, dash, quote and digit, nothing invisible; offsets lead back. */
export function fold(text: string): MappedText {
  FOLDABLE.lastIndex = 0;
  return FOLDABLE.test(text) ? MappedText.replacing(text, FOLDABLE, foldCharacter) : MappedText.same(text);
}

function foldCharacter(character: string): string {
  const known = replacements.get(character);
  if (known !== undefined) return known;
  const replacement = replacementFor(character);
  replacements.set(character, replacement);
  return replacement;
}

/** At most one entry for each foldable character. */
const replacements = new Map<string, string>();

function replacementFor(character: string): string {
  if (UNSEEN.test(character)) return '';
  if (SPACE.test(character)) return ' ';
  if (DASH.test(character)) return '-';
  const arabicIndic = '٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹'.indexOf(character);
  if (arabicIndic >= 0) return String(arabicIndic % 10);
  return SINGLE.get(character) ?? character.normalize('NFKC');
}
