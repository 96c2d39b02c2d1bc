/** Looked up once: a global is slow to find where code runs in a context of its own, as tests do. */
const { imul } = Math;
const FOLDED = 0x250;
const SPACE = 0x20;
const MARKS = { from: 0x300, to: 0x370 } as const;
const CURLY_APOSTROPHE = 0x2019;

/** For each unit below `FOLDED` the letter without its accent; 0 for signs inside a name ("St.", "D'Angelo"). */
const folded = new Uint16Array(FOLDED);
for (let unit = 0; unit < FOLDED; unit += 1) {
  folded[unit] = String.fromCharCode(unit).toLowerCase().normalize('NFD').charCodeAt(0);
}
for (const [index, letter] of [...'øłđæœıþðß'].entries()) folded[letter.charCodeAt(0)] = 'oldaoitds'.charCodeAt(index);
for (const sign of ".'") folded[sign.charCodeAt(0)] = 0;
folded['-'.charCodeAt(0)] = SPACE;

/** Of nothing yet. */
export const EMPTY_HASH = 0x811c9dc5 | 0;

/** The hash of a word (FNV-1a), accents and case apart, with one more unit. */
export function withUnit(hash: number, unit: number): number {
  const letter = unit < FOLDED ? (folded[unit] ?? 0) : unit;
  if (letter === 0 || (letter >= MARKS.from && letter < MARKS.to) || letter === CURLY_APOSTROPHE) return hash;
  return imul(hash ^ letter, 0x01000193);
}

/** The hash once the word has ended, mixed so that its low bits tell words apart; 32 bits, never 0. */
export function finished(hash: number): number {
  const mixed = imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) | 0 || 1;
}

/** The hash of [from, to). */
export function hashOf(text: string, from: number, to: number): number {
  let hash = EMPTY_HASH;
  for (let at = from; at < to; at += 1) hash = withUnit(hash, text.charCodeAt(at));
  return finished(hash);
}
