import { EMPTY_HASH, finished, hashOf, withUnit } from './word-hash.js';

const SLOTS = 1 << 19;
const MASK = SLOTS - 1;
const SPACE = ' '.charCodeAt(0);
/** Says that nothing is shared with the word before; each following letter, one unit more. */
const NOTHING_SHARED = 'A'.charCodeAt(0);
const SMALL_LETTERS = 'a'.charCodeAt(0);
const MOST_SHARED = 25;

/**
 * The words of the dictionaries as 32-bit hashes: 3 MB for 320,000 words instead of some 40 MB of strings, and a
 * text is looked up without cutting words out of it. Two words of one hash are one in thirteen thousand lookups of
 * unknown words, which costs a needless placeholder and never a leak.
 */
export class LexiconTable {
  private readonly keys = new Int32Array(SLOTS);
  private readonly values = new Uint16Array(SLOTS);

  add(list: Iterable<string>, flag: number): void {
    for (const word of list) this.mark(hashOf(word, 0, word.length), flag);
  }

  /**
   * @param packed small words, sorted, each behind a capital that says how many letters it shares with the one before:
   * "AannDaCy" is ann, anna, any. Hashes go on from what is shared.
   * @param first a flag for the first word of those that are several.
   */
  addPacked(packed: string, flag: number, first = 0): void {
    const { length } = packed;
    const hashes = new Int32Array(MOST_SHARED + 1).fill(EMPTY_HASH);
    let firstEnd = Infinity;
    for (let at = 0; at < length;) {
      let letters = packed.charCodeAt(at) - NOTHING_SHARED;
      let hash = hashes[letters] ?? EMPTY_HASH;
      if (firstEnd >= letters) firstEnd = Infinity;
      for (at += 1; at < length; at += 1) {
        const unit = packed.charCodeAt(at);
        if (unit !== SPACE && unit < SMALL_LETTERS) break;
        if (unit === SPACE && firstEnd === Infinity) {
          firstEnd = letters;
          if (first !== 0) this.mark(finished(hash), first);
        }
        hash = withUnit(hash, unit);
        letters += 1;
        if (letters <= MOST_SHARED) hashes[letters] = hash;
      }
      this.mark(finished(hash), flag);
    }
  }

  /** Takes `flag` from the words. */
  drop(list: readonly string[], flag: number): void {
    for (const word of list) {
      const slot = this.slotOf(hashOf(word, 0, word.length));
      this.values[slot] = (this.values[slot] ?? 0) & ~flag;
    }
  }

  get(key: number): number {
    for (let slot = key & MASK; ; slot = (slot + 1) & MASK) {
      const found = this.keys[slot];
      if (found === key) return this.values[slot] ?? 0;
      if (found === 0) return 0;
    }
  }

  private mark(key: number, flag: number): void {
    const slot = this.slotOf(key);
    this.values[slot] = (this.values[slot] ?? 0) | flag;
  }

  private slotOf(key: number): number {
    for (let slot = key & MASK; ; slot = (slot + 1) & MASK) {
      const found = this.keys[slot];
      if (found === key) return slot;
      if (found === 0) {
        this.keys[slot] = key;
        return slot;
      }
    }
  }
}
