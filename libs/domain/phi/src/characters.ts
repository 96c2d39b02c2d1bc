/** Kinds of UTF-16 units, as a scan sees them. */
export const OTHER = 0;
export const LETTER = 1;
export const DIGIT = 2;

const UNKNOWN = 255;
const UNDERSCORE = 0x5f;
const MOST_JOINING = 2;
const LETTER_OR_MARK = /[\p{L}\p{M}]/u;
const ASCII_DIGIT = /[0-9]/;

const kinds = new Uint8Array(0x10000).fill(UNKNOWN);

/** The kind of a unit; a combining mark belongs to its letter, half a surrogate pair is `OTHER`. */
export function kindOf(unit: number): number {
  const kind = kinds[unit];
  return kind === undefined || kind === UNKNOWN ? classify(unit) : kind;
}

function classify(unit: number): number {
  const character = String.fromCharCode(unit);
  const kind = LETTER_OR_MARK.test(character) ? LETTER : ASCII_DIGIT.test(character) ? DIGIT : OTHER;
  kinds[unit] = kind;
  return kind;
}

/** Whether the unit at `index` belongs to a word, "_" only within one; outside the text none does. */
export function isWordUnit(text: string, index: number): boolean {
  if (index < 0 || index >= text.length) return false;
  const unit = text.charCodeAt(index);
  return unit === UNDERSCORE ? joins(text, index) : kindOf(unit) !== OTHER;
}

/** Whether an underscore stands between letters or digits, with two more on either side at most: "_Jane_" is one word. */
function joins(text: string, index: number): boolean {
  let from = index - 1;
  let to = index + 1;
  while (index - from <= MOST_JOINING && text.charCodeAt(from) === UNDERSCORE) from -= 1;
  while (to - index <= MOST_JOINING && text.charCodeAt(to) === UNDERSCORE) to += 1;
  return isLetterOrDigit(text, from) && isLetterOrDigit(text, to);
}

const isLetterOrDigit = (text: string, index: number): boolean =>
  index >= 0 && index < text.length && kindOf(text.charCodeAt(index)) !== OTHER;

/** Whether no word runs across `index`, so that a value may begin or end there. */
export const isWordBoundary = (text: string, index: number): boolean =>
  !isWordUnit(text, index - 1) || !isWordUnit(text, index);

const ESCAPE_BEFORE = /\\(?:[bfnrt]|u[\da-fA-F]{4})$/;
const LONGEST_ESCAPE = 6;

/** Whether a word may begin at `index`; the "n" of an escaped line break is no part of the word behind it. */
export const isWordStart = (text: string, index: number): boolean =>
  isWordBoundary(text, index) || ESCAPE_BEFORE.test(text.slice(Math.max(0, index - LONGEST_ESCAPE), index));

/** Where the run of letters that begins at `from` ends. */
export function lettersEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && kindOf(text.charCodeAt(end)) === LETTER) end += 1;
  return end;
}

/** Where the run of digits that begins at `from` ends. */
export function digitsEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && kindOf(text.charCodeAt(end)) === DIGIT) end += 1;
  return end;
}
