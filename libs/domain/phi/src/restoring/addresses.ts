import { REMEMBERED } from './restore.js';

/**
 * What ends an address that stands bare, in Markdown or as the value of an attribute. No other blank does, and a quote
 * only where one stands before the address too: `![x](https://…?q='…')`.
 */
const END = /[\t\n\f\r <>]/;
const END_UNITS = unitsOf('\t\n\f\r <>');
const QUOTE = /["'`]/;
/** Units of a scheme or a host in front of what shows that it is one; behind longer ones no quote is looked for. */
const LONGEST_HOST = 64;
const BEHIND_QUOTE = /[,;:)\]}+>]/;
/**
 * Where one begins: by its scheme, as `//host`, as `www.` alone, of which many make a link, or as the value of an attribute.
 * JSON may write its slashes with a backslash, and a quote may stand before those of `//host`.
 */
const BEGIN =
  /https?:|:[\\/]{2}|\bwww\.|[("'={]\\?\/\\?[\\/]|\b(?:java|vb)script:|\b(?:src|href|srcset|action)\s{0,8}=/gi;
/** A name of a domain with a path, a query or a port, and an address of four numbers: chats make links of them too. */
const BARE = /(?:[\p{L}\p{N}][.。．｡](?:\p{L}{2,24}|xn--[a-z\d-]{1,59})|\d(?:\.\d{1,3}){3})\.?(?::\d{1,5})?[\\/?#]/giu;
/** A placeholder may be the first of such a name: the rest of it, and what may be the beginning of that. */
const GOES_ON = /^\\{0,2}[.。．｡][\p{L}\p{N}][\p{L}\p{N}-]{0,62}(?:\\{0,2}[.。．｡]\p{L}|:\d|\/|[?#]\S)/u;
const MAY_GO_ON = /^(?:\\{0,2}|\\{0,2}[.。．｡](?:[\p{L}\p{N}][\p{L}\p{N}-]{0,62}(?:[:?#]|\\{0,2}[.。．｡]?))?)$/u;
/** Units behind a placeholder that tell. */
const LONGEST_REST = 72;
/** In front of one in Markdown: `](…`, or at the beginning of a line `[x]: …`. */
const DESTINATION = /\](?:\(|(?<=^ {0,3}\[[^\]\n]{0,64}\]):)\s{0,8}/gm;
/** In the angle brackets that Markdown may put around one, where blanks are allowed: `](<…` or `]: <…`. */
const ANGLES = /\][(:]\s*<(?:\\.|[^<>\n\\])*$/;
/** In the quotes of an attribute that holds one, or in which one has begun: `src="…`, `url('https://…`, `"link": "https://…`. */
const QUOTES =
  /(?:\b(?:src|href|srcset|action)\s*=|(?:[:=]|url\(|@import)(?=\s*\\?["']\s*(?:https?:|[\\/]{2})))\s*\\?(?:"[^"]*|'[^']*)$/i;

/** Before and in the value of an attribute without quotes, where even `<` may stand. */
const ATTRIBUTE = /\b(?:src|href|srcset|action)\s{0,8}=\s{0,8}$/i;
const UNQUOTED = /\b(?:src|href|srcset|action)=[^"'\\]/i;
const VALUE_ENDS = unitsOf('\t\n\f\r >');
const LONGEST_ATTRIBUTE = 24;

/** One sign of an address as JSON, Markdown or HTML may write it. */
const ESCAPED = /\\{1,8}u([\da-f]{4})|\\{1,2}([!-/:-@[-`{-~])|&#(\d{1,7});?|&#x([\da-f]{1,6});?|&([a-z]{2,8});/gi;
/** Names in HTML of what an address may begin with; browsers pass over breaks within one. */
const NAMED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ colon: ':', sol: '/', bsol: '\\', period: '.', lpar: '(', lbrack: '[', lsqb: '[', rbrack: ']', rsqb: ']' },
    ...{ equals: '=', quot: '"', apos: "'", lt: '<', gt: '>', amp: '&', tab: '', newline: '' },
  }),
);
const BREAKS = /[\0-\x1f]/;

/**
 * Whether what stands behind `before` is part of an address that somebody's browser would open.
 * @param inString whether it stands in a string of JSON, with which an address ends.
 */
export function isInAddress(before: string, inString: boolean): boolean {
  const near = inString ? before.slice(stringStart(before)) : before;
  if (isWithin(before, near) || (inString && isInDestination(before))) return true;
  if (!/[\\&]/.test(before)) return false;
  const said = before.replace(ESCAPED, signOf);
  return isWithin(said, inString ? near.replace(ESCAPED, signOf) : said);
}

const isWithin = (before: string, near: string): boolean =>
  isInWord(near) || ANGLES.test(before) || QUOTES.test(before) || isUnquoted(before);

/** Whether what ends at `end` is the beginning of the name of a host; `more` when only what follows can tell. */
export function beginsAddress(text: string, end: number, ended: boolean): boolean | 'more' {
  const rest = text.slice(end, end + LONGEST_REST);
  return !ended && MAY_GO_ON.test(rest) ? 'more' : GOES_ON.test(rest);
}

/** In `https://…` or `(//…`, with nothing since that ends it; a word whose beginning is forgotten may be one. */
function isInWord(before: string): boolean {
  const from = lastEnd(before, END_UNITS);
  if (from === 0 && before.length === REMEMBERED) return true;
  const word = before.slice(from);
  if (/^[\\/]{2}[^\\/]/.test(word)) return true;
  for (const beginning of [BEGIN, BARE]) {
    for (const match of word.matchAll(beginning)) if (isOpen(word, match)) return true;
  }
  return false;
}

/** Markdown knows no strings: its addresses go on behind quotes, up to a blank or the parenthesis that closes them. */
function isInDestination(before: string): boolean {
  for (const { 0: opening, index } of before.matchAll(DESTINATION)) {
    const rest = before.slice(index + opening.length);
    if (!END.test(rest) && !isClosed(rest))
      return isInWord(`(${rest}`) || isInWord(`(${rest.replace(ESCAPED, signOf)}`);
  }
  return false;
}

function isClosed(destination: string): boolean {
  let depth = 0;
  for (let at = 0; at < destination.length && depth >= 0; at += 1) {
    const sign = destination.charAt(at);
    if (sign === '\\') at += 1;
    else if (sign === '(') depth += 1;
    else if (sign === ')') depth -= 1;
  }
  return depth < 0;
}

/** In the value of an attribute that no quote holds. */
function isUnquoted(before: string): boolean {
  const from = lastEnd(before, VALUE_ENDS);
  if (from === before.length) return false;
  return UNQUOTED.test(before.slice(from)) || ATTRIBUTE.test(before.slice(Math.max(0, from - LONGEST_ATTRIBUTE), from));
}

/** Where the last piece of a text begins that has none of `ends` in it. */
function lastEnd(text: string, ends: ReadonlySet<number>): number {
  let from = text.length;
  while (from > 0 && !ends.has(text.charCodeAt(from - 1))) from -= 1;
  return from;
}

/** Whether what begins there goes on to the end of the word, and not to a quote like one in front of it. */
function isOpen(word: string, { 0: { length }, index }: RegExpExecArray): boolean {
  let start = index;
  while (start > 0 && index - start < LONGEST_HOST && /[\p{L}\p{N}.+@_:/\\-]/u.test(word.charAt(start - 1))) start -= 1;
  const own = QUOTE.test(word.charAt(index));
  const quote = word.charAt(own ? index : start - 1);
  if (!QUOTE.test(quote)) return true;
  const close = word.indexOf(quote, own ? index + 1 : index + length);
  return close < 0 || !BEHIND_QUOTE.test(word.charAt(close + 1));
}

/** Where the string of JSON begins, with its quote, in which `text` ends. */
function stringStart(text: string): number {
  for (let at = text.lastIndexOf('"'); at >= 0; at = text.lastIndexOf('"', at - 1)) {
    let slashes = 0;
    while (text.charAt(at - 1 - slashes) === '\\') slashes += 1;
    if (slashes % 2 === 0) return at;
    if (at === 0) break;
  }
  return 0;
}

function unitsOf(signs: string): ReadonlySet<number> {
  return new Set([...signs].map((sign) => sign.charCodeAt(0)));
}

function signOf(written: string, ...[unit, sign, decimal, hex, name]: (string | undefined)[]): string {
  if (sign !== undefined) return sign;
  if (name !== undefined) return NAMED.get(name.toLowerCase()) ?? written;
  const code = decimal === undefined ? parseInt(unit ?? hex ?? '', 16) : Number(decimal);
  const character = code < 0x110000 ? String.fromCodePoint(code) : written;
  return BREAKS.test(character) ? '' : character;
}
