import type { Pace } from './pace.js';

/**
 * Numbers of a piece, in a row: where its replacement stands in the new text, how long that is, and where the replaced
 * piece began and ended in the original. A text of escapes has a million pieces, which as objects would take too long.
 */
const [AT, LENGTH, FROM, TO, NUMBERS] = [0, 1, 2, 3, 4];

/** A text derived from another piece by piece, with the way back for offsets (UTF-16 in both). */
export class MappedText {
  private constructor(
    readonly text: string,
    private readonly pieces: readonly number[],
  ) {}

  static same(text: string): MappedText {
    return new MappedText(text, []);
  }

  /** `text` with each match of the global `pattern` replaced; '' drops it. */
  static replacing(text: string, pattern: RegExp, replacement: (match: string) => string): MappedText {
    const pieces: number[] = [];
    let growth = 0;
    const changed = text.replace(pattern, (match: string, from: number) => {
      const piece = replacement(match);
      if (piece.length !== match.length) {
        pieces.push(from + growth, piece.length, from, from + match.length);
        growth += piece.length - match.length;
      }
      return piece;
    });
    return new MappedText(changed, pieces);
  }

  /** The same with pauses, for a text that is all matches. */
  static async replacingPaced(
    text: string,
    pattern: RegExp,
    replacement: (match: string) => string,
    pace: Pace,
  ): Promise<MappedText> {
    const pieces: number[] = [];
    const parts: string[] = [];
    let bits: string[] = [];
    let growth = 0;
    let done = 0;
    for (;;) {
      pattern.lastIndex = done; // somebody else may have used it during a pause
      const found = pattern.exec(text);
      if (!found) break;
      const [match] = found;
      const piece = replacement(match);
      if (piece.length !== match.length) {
        pieces.push(found.index + growth, piece.length, found.index, found.index + match.length);
        growth += piece.length - match.length;
      }
      bits.push(text.slice(done, found.index), piece);
      done = found.index + match.length;
      const pause = pace.after(1);
      if (!pause) continue;
      parts.push(bits.join(''));
      bits = [];
      await pause;
    }
    return new MappedText([...parts, ...bits, text.slice(done)].join(''), pieces);
  }

  /** Whether every offset is that of the original. */
  get isSame(): boolean {
    return this.pieces.length === 0;
  }

  /** Where in the original a stretch begins that begins at `offset` here. */
  originalStart(offset: number): number {
    const piece = this.lastPiece(AT, offset + 1);
    if (piece < 0) return offset;
    const beyond = offset - this.number(piece, AT) - this.number(piece, LENGTH);
    return beyond < 0 ? this.number(piece, FROM) : this.number(piece, TO) + beyond;
  }

  /** Where in the original a stretch ends that ends at `offset` here; dropped characters behind it stay outside. */
  originalEnd(offset: number): number {
    const piece = this.lastPiece(AT, offset);
    if (piece < 0) return offset;
    return this.number(piece, TO) + Math.max(0, offset - this.number(piece, AT) - this.number(piece, LENGTH));
  }

  /** Where here an original's `offset` lies; behind a replaced piece when it points into one. */
  offsetOf(original: number): number {
    const piece = this.lastPiece(FROM, original);
    if (piece < 0) return original;
    return this.number(piece, AT) + this.number(piece, LENGTH) + Math.max(0, original - this.number(piece, TO));
  }

  /** The first number of the last piece whose `which` is below `bound`; below 0 where there is none. */
  private lastPiece(which: number, bound: number): number {
    let low = 0;
    let high = this.pieces.length / NUMBERS;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.number(NUMBERS * middle, which) < bound) low = middle + 1;
      else high = middle;
    }
    return NUMBERS * (low - 1);
  }

  private number(piece: number, which: number): number {
    return this.pieces[piece + which] ?? 0;
  }
}
