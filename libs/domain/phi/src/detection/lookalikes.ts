/** Insides of classes of UTF-16 units: what is written like something else, or not to be seen at all. */

/** Zero-width and bidi marks, soft hyphens, fillers, selectors, controls, what stands for a character that was lost. */
const UNSEEN =
  '\\0-\\x08\\x0e-\\x1b\\x7f-\\x84\\x86-\\x90\\x95\\x98-\\x9f\\xad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5' +
  '\\u180b-\\u180f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u20e3\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\uffff';
const SPACE = '\\x0b\\x0c\\x1c-\\x1f\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u2800\\u3000';
/** \x91 to \x97: as Windows has them, where its bytes were taken for Latin-1. */
const DASH = '\\x96\\x97\\u2010-\\u2015\\u2212\\ufe58\\ufe63';
const QUOTE = '\\x91\\x92\\u2018\\u2019';
const DOUBLE_QUOTE = '\\x93\\x94\\u201c\\u201d';

/** Cyrillic and Greek letters that look like Latin ones, and those. */
const ALIKE = 'АВЕКМНОРСТХаеорсухЅІЈѕіјΑΒΕΖΗΙΚΜΝΟΡΤΥΧο';
const LATIN = 'ABEKMHOPCTXaeopcyxSIJsijABEZHIKMNOPTYXo';

/** The zeros of other scripts, in order; their other digits follow each. */
const ZEROS = '٠۰߀०০੦૦୦௦౦೦൦෦๐໐༠၀႐០᠐᥆᧐᪀᪐᭐᮰᱀᱐꘠꣐꤀꧐꧰꩐꯰';
const DIGITS = Array.from(ZEROS, (zero) => `${zero}-${String.fromCharCode(zero.charCodeAt(0) + 9)}`).join('');

const KINDS: readonly (readonly [inside: string, plain: string])[] = [
  [UNSEEN, ''],
  [SPACE, ' '],
  [DASH, '-'],
  [QUOTE, "'"],
  [DOUBLE_QUOTE, '"'],
  ['\\u2024', '.'],
  ['\\u0130', 'I'],
];
const PLAIN = KINDS.map(([inside, plain]) => ({ unit: new RegExp(`[${inside}]`), plain }));
const CIRCLED = '\\u24b6-\\u24e9';
const FULL_WIDTH = '\\uff01-\\uff5e';
const insides = [...KINDS.map(([inside]) => inside), ALIKE, DIGITS, CIRCLED, FULL_WIDTH];

/** Mathematical letters and digits; tags and selectors of plane 14; halves of pairs, which upstreams are sent as well. */
const PAIRS = '\\ud835[\\udc00-\\udfff]|\\udb40[\\udc00-\\udfff]';
const HALVES = '[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]';

/** The source of an expression, without the flag `u`, for one such character. */
export const LOOKALIKE = `[${insides.join('')}]|${PAIRS}|${HALVES}`;

/** What a character that `LOOKALIKE` matches looks like; '' when it is not to be seen. */
export function plainOf(character: string): string {
  const code = character.charCodeAt(0);
  if (code >= 0xd800 && code < 0xe000) return code === 0xd835 ? character.normalize('NFKC') : '';
  const kind = PLAIN.find(({ unit }) => unit.test(character));
  if (kind) return kind.plain;
  const alike = ALIKE.indexOf(character);
  if (alike >= 0) return LATIN.charAt(alike);
  const zero = [...ZEROS].findLast((each) => each <= character && code - each.charCodeAt(0) < 10);
  return zero === undefined ? character.normalize('NFKC') : String(code - zero.charCodeAt(0));
}
