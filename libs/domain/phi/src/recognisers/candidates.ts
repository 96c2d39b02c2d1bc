/** What an identifier can't hold: blanks, brackets, quotes and the signs between a label and its value. */
const PIECE = /[^\s()[\]{}<>"'`,;:=|!?]+/g;
const ALPHANUMERIC = /[\p{L}\p{N}]/u;
const LONGEST = 100;
const MOST_WORDS = 4;

interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** The words of a text: pieces between blanks and signs, without what stands around their letters and digits. */
export function wordsOf(text: string): readonly Stretch[] {
  const words: Stretch[] = [];
  for (const { index, 0: piece } of text.matchAll(PIECE)) {
    let start = index;
    let end = index + piece.length;
    while (start < end && !ALPHANUMERIC.test(characterAt(text, start))) start += 1;
    while (end > start && !ALPHANUMERIC.test(characterBefore(text, end))) end -= 1;
    if (start < end) words.push({ start, end });
  }
  return words;
}

/** The stretches that begin at `words[at]`, the longest first; of several words only when `several`. */
export function* candidatesAt(words: readonly Stretch[], at: number, several: boolean): Generator<Stretch> {
  const start = words[at]?.start ?? 0;
  for (let last = Math.min(words.length, several ? at + MOST_WORDS : at + 1) - 1; last >= at; last -= 1) {
    const end = words[last]?.end ?? start;
    if (end - start <= LONGEST) yield { start, end };
  }
}

const characterAt = (text: string, at: number): string => String.fromCodePoint(text.codePointAt(at) ?? 0);

/** Whole, also when it is a surrogate pair. */
const characterBefore = (text: string, end: number): string =>
  (text.charCodeAt(end - 1) & 0xfc00) === 0xdc00 && end > 1 ? characterAt(text, end - 2) : text.charAt(end - 1);
