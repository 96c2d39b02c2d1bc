/** Pieces that are joined at once. */
const PIECES = 64;

/**
 * A text that arrives in many small pieces. Added with `+`, V8 would keep each of them, and a link of a chain besides, until
 * the whole is read: ten times what the text needs.
 */
export class GrowingText {
  private readonly joined: string[] = [];
  private readonly pieces: string[] = [];

  add(piece: string): void {
    this.pieces.push(piece);
    if (this.pieces.length < PIECES) return;
    this.joined.push(this.pieces.join(''));
    this.pieces.length = 0;
  }

  get text(): string {
    return this.joined.join('') + this.pieces.join('');
  }

  /** Forgets so many UTF-16 units at the beginning. */
  drop(units: number): void {
    const rest = this.text.slice(units).split('').join(''); // a slice would keep the whole
    this.pieces.length = 0;
    this.joined.splice(0, Infinity, rest);
  }
}
