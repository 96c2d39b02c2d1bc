import { REMEMBERED, StreamRestorer } from './restore.js';

/** What ends an address that stands bare or in Markdown. */
const END = /[\s"'<>`]/;
/** Where one begins; JSON may write its slashes with a backslash, and a quote may stand before those of `//host`. */
const BEGIN = /https?:|[("'=]\\?\/\\?[\\/]/i;
/** In the angle brackets that Markdown may put around one, where blanks are allowed: `](<…` or `]: <…`. */
const ANGLES = /\][(:]\s*<(?:\\.|[^<>\n\\])*$/;
/** In the quotes of an attribute that holds one, or in which one has begun: `src="…`, `url('https://…`, `"link": "https://…`. */
const QUOTES =
  /(?:\b(?:src|href|srcset|action)\s*=|(?:[:=]|url\()(?=\s*\\?["']\s*(?:https?:|[\\/]{2})))\s*\\?(?:"[^"]*|'[^']*)$/i;

/**
 * Puts originals back into what people are shown, but not into addresses that a model writes: who opens the link, or a
 * page that loads the picture, would send them to a host of the model's choice.
 */
export class AnswerRestorer extends StreamRestorer {
  protected override stays(before: string): boolean {
    return isInWord(before) || ANGLES.test(before) || QUOTES.test(before);
  }
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
