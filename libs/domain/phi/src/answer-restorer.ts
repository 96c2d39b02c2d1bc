import { REMEMBERED, StreamRestorer } from './restore.js';

/** What ends an address that stands bare or in Markdown. */
const END = /[\s"'<>`]/;
/**
 * Where one begins: by its scheme, as `//host`, or as `www.` alone, of which many make a link. JSON may write its slashes
 * with a backslash, and a quote may stand before those of `//host`.
 */
const BEGIN = /https?:|:[\\/]{2}|\bwww\.|[("'=]\\?\/\\?[\\/]/i;
/** In the angle brackets that Markdown may put around one, where blanks are allowed: `](<…` or `]: <…`. */
const ANGLES = /\][(:]\s*<(?:\\.|[^<>\n\\])*$/;
/** In the quotes of an attribute that holds one, or in which one has begun: `src="…`, `url('https://…`, `"link": "https://…`. */
const QUOTES =
  /(?:\b(?:src|href|srcset|action)\s*=|(?:[:=]|url\()(?=\s*\\?["']\s*(?:https?:|[\\/]{2})))\s*\\?(?:"[^"]*|'[^']*)$/i;

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
 * Puts originals back into what people are shown, but not into addresses that a model writes: who opens the link, or a
 * page that loads the picture, would send them to a host of the model's choice.
 */
export class AnswerRestorer extends StreamRestorer {
  protected override stays(before: string): boolean {
    return isInAddress(before) || isInAddress(before.replace(ESCAPED, signOf));
  }
}

const isInAddress = (before: string): boolean => isInWord(before) || ANGLES.test(before) || QUOTES.test(before);

function signOf(written: string, ...[unit, sign, decimal, hex, name]: (string | undefined)[]): string {
  if (sign !== undefined) return sign;
  if (name !== undefined) return NAMED.get(name.toLowerCase()) ?? written;
  const code = decimal === undefined ? parseInt(unit ?? hex ?? '', 16) : Number(decimal);
  const character = code < 0x110000 ? String.fromCodePoint(code) : written;
  return BREAKS.test(character) ? '' : character;
}

/** In `https://…` or `(//…`, with no blank, quote or bracket since; a word whose beginning is forgotten may be one. */
function isInWord(before: string): boolean {
  let from = before.length;
  while (from > 0 && !END.test(before.charAt(from - 1))) from -= 1;
  if (from === 0 && before.length === REMEMBERED) return true;
  return BEGIN.test(before.slice(Math.max(0, from - 1))) || isReference(before, from);
}

/** `[name]: //host`, where Markdown wants neither quotes nor brackets. */
const isReference = (before: string, from: number): boolean =>
  /^[\\/]{2}/.test(before.slice(from, from + 2)) && before.slice(0, from).trimEnd().endsWith(']:');
