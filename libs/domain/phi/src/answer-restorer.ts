import { inJson, inProse, JsonWithin } from './json-within.js';
import { REMEMBERED, StreamRestorer } from './restore.js';

/** What ends an address that stands bare or in Markdown. */
const END = /[\s"'<>`]/;
/**
 * Where one begins: by its scheme, as `//host`, as `www.` alone, of which many make a link, or as the value of an attribute.
 * JSON may write its slashes with a backslash, and a quote may stand before those of `//host`.
 */
const BEGIN =
  /https?:|:[\\/]{2}|\bwww\.|[("'=]\\?\/\\?[\\/]|\b(?:java|vb)script:|\b(?:src|href|srcset|action)\s{0,8}=/i;
/** A name of a domain with a path, a query or a port, and an address of four numbers: chats make links of them too. */
const BARE = /(?:[\p{L}\p{N}][.。．｡](?:\p{L}{2,24}|xn--[a-z\d-]{1,59})|\d(?:\.\d{1,3}){3})\.?(?::\d{1,5})?[\\/?#]/iu;
/** A placeholder may be the first of such a name: the rest of it, and what may be the beginning of that. */
const GOES_ON = /^\\{0,2}[.。．｡][\p{L}\p{N}][\p{L}\p{N}-]{0,62}(?:\\{0,2}[.。．｡]\p{L}|:\d|[/?#])/u;
const MAY_GO_ON = /^(?:\\{0,2}|\\{0,2}[.。．｡](?:[\p{L}\p{N}][\p{L}\p{N}-]{0,62}(?::|\\{0,2}[.。．｡]?))?)$/u;
/** Units behind a placeholder that tell. */
const LONGEST_REST = 72;
/** In the angle brackets that Markdown may put around one, where blanks are allowed: `](<…` or `]: <…`. */
const ANGLES = /\][(:]\s*<(?:\\.|[^<>\n\\])*$/;
/** In the quotes of an attribute that holds one, or in which one has begun: `src="…`, `url('https://…`, `"link": "https://…`. */
const QUOTES =
  /(?:\b(?:src|href|srcset|action)\s*=|(?:[:=]|url\(|@import)(?=\s*\\?["']\s*(?:https?:|[\\/]{2})))\s*\\?(?:"[^"]*|'[^']*)$/i;

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
 * page that loads the picture, would send them to a host of the model's choice. In JSON that stands within a text they are
 * written as its strings want them.
 */
export class AnswerRestorer extends StreamRestorer {
  private readonly json = new JsonWithin();

  protected override stays(text: string, start: number, end: number, ended: boolean): boolean | 'more' {
    const before = this.beforeIn(text, start);
    if (isInAddress(before) || isInAddress(before.replace(ESCAPED, signOf))) return true;
    const rest = text.slice(end, end + LONGEST_REST);
    return !ended && MAY_GO_ON.test(rest) ? 'more' : GOES_ON.test(rest);
  }

  protected override follow(text: string, from: number, to: number): void {
    if (this.escaping === 'none') this.json.read(text, from, to);
  }

  protected override written(original: string): string {
    return this.escaping === 'json' || this.json.inString ? inJson(original) : inProse(original);
  }
}

/** Puts originals back into the arguments with which an answer calls a tool: they go to a program, addresses too. */
export class ArgumentsRestorer extends StreamRestorer {
  constructor(originals: ReadonlyMap<string, string>) {
    super(originals, 'json');
  }

  protected override written(original: string): string {
    return inJson(original);
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
  if (BEGIN.test(before.slice(Math.max(0, from - 1)))) return true;
  return BARE.test(before.slice(from)) || isReference(before, from);
}

/** `[name]: //host`, where Markdown wants neither quotes nor brackets. */
const isReference = (before: string, from: number): boolean =>
  /^[\\/]{2}/.test(before.slice(from, from + 2)) && before.slice(0, from).trimEnd().endsWith(']:');
