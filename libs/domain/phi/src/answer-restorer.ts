import { StreamRestorer } from './restore.js';

/** What ends an address that stands bare or in Markdown. */
const END = /[\s"'<>`]/;
/** Where one begins; JSON may write its slashes with a backslash, and a quote may stand before those of `//host`. */
const BEGIN = /https?:(?:\\?\/){2}|[("'=](?:\\?\/){2}/i;
/** Before the angle bracket that Markdown may put around one. */
const LINKED = /\]\([ \t]?$/;
/** Before the quote of an attribute that holds one. */
const ATTRIBUTE = /\b(?:src|href|srcset|action)\s?=\s?\\?$/i;
/** Characters, at least those of `ATTRIBUTE`. */
const NEAR = 16;

/**
 * Puts originals back into what people are shown, but not into addresses that a model writes: who opens the link, or a
 * page that loads the picture, would send them to a host of the model's choice.
 */
export class AnswerRestorer extends StreamRestorer {
  protected override stays(before: string): boolean {
    return isInWord(before) || isInAngles(before) || isInAttribute(before);
  }
}

/** In `https://…` or `(//…`, with no blank, quote or bracket since. */
function isInWord(before: string): boolean {
  let from = before.length;
  while (from > 0 && !END.test(before.charAt(from - 1))) from -= 1;
  return BEGIN.test(before.slice(Math.max(0, from - 1)));
}

/** In `](<…`, where blanks are allowed. */
function isInAngles(before: string): boolean {
  const open = before.lastIndexOf('<');
  return open >= 0 && LINKED.test(near(before, open)) && !/[>\n]/.test(before.slice(open));
}

/** In `src="…`, where blanks are allowed. */
function isInAttribute(before: string): boolean {
  const quote = Math.max(before.lastIndexOf('"'), before.lastIndexOf("'"));
  return quote >= 0 && ATTRIBUTE.test(near(before, quote)) && !before.includes('\n', quote);
}

const near = (text: string, end: number): string => text.slice(Math.max(0, end - NEAR), end);
