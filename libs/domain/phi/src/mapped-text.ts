interface Piece {
  /** Where the replacement stands in the new text, and how long it is. */
  readonly at: number;
  readonly length: number;
  /** Where the replaced piece stood in the original. */
  readonly from: number;
  readonly to: number;
}

/** A text derived from another piece by piece, with the way back for offsets (UTF-16 in both). */
export class MappedText {
  private constructor(
    readonly text: string,
    private readonly pieces: readonly Piece[],
  ) {}

  static same(text: string): MappedText {
    return new MappedText(text, []);
  }

  /** `text` with each match of the global `pattern` replaced; '' drops it. */
  static replacing(text: string, pattern: RegExp, replacement: (match: string) => string): MappedText {
    const pieces: Piece[] = [];
    let growth = 0;
    const changed = text.replace(pattern, (match: string, from: number) => {
      const piece = replacement(match);
      if (piece.length !== match.length) {
        pieces.push({ at: from + growth, length: piece.length, from, to: from + match.length });
        growth += piece.length - match.length;
      }
      return piece;
    });
    return new MappedText(changed, pieces);
  }

  /** Whether every offset is that of the original. */
  get isSame(): boolean {
    return this.pieces.length === 0;
  }

  /** Where in the original a stretch begins that begins at `offset` here. */
  originalStart(offset: number): number {
    const piece = this.lastPiece((candidate) => candidate.at <= offset);
    if (!piece) return offset;
    const beyond = offset - piece.at - piece.length;
    return beyond < 0 ? piece.from : piece.to + beyond;
  }

  /** Where in the original a stretch ends that ends at `offset` here; dropped characters behind it stay outside. */
  originalEnd(offset: number): number {
    const piece = this.lastPiece((candidate) => candidate.at < offset);
    return piece ? piece.to + Math.max(0, offset - piece.at - piece.length) : offset;
  }

  /** Where here an original's `offset` lies; behind a replaced piece when it points into one. */
  offsetOf(original: number): number {
    const piece = this.lastPiece((candidate) => candidate.from < original);
    return piece ? piece.at + piece.length + Math.max(0, original - piece.to) : original;
  }

  private lastPiece(holds: (piece: Piece) => boolean): Piece | undefined {
    if (this.pieces.length === 0) return undefined;
    let low = 0;
    let high = this.pieces.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const piece = this.pieces[middle];
      if (piece && holds(piece)) low = middle + 1;
      else high = middle;
    }
    return this.pieces[low - 1];
  }
}
