/** What stands between two texts that are read as one: no sentence runs across it. */
const SEPARATOR = '\n\n';
/** Half of a surrogate pair without the other is no character to anybody else. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** A stretch of one of the texts. */
export interface Stretch {
  readonly text: number;
  readonly start: number;
  readonly end: number;
}

interface Piece {
  readonly text: number;
  /** Where it begins in its text. */
  readonly from: number;
  /** Where it begins and ends in the joined text. */
  readonly start: number;
  readonly end: number;
}

/** Texts joined for one request, with the way back for offsets (UTF-16 in both). */
export class JoinedTexts {
  private readonly pieces: Piece[] = [];
  private joined = '';

  get text(): string {
    return this.joined;
  }

  get isEmpty(): boolean {
    return this.pieces.length === 0;
  }

  private add(text: number, from: number, part: string): void {
    if (this.joined !== '') this.joined += SEPARATOR;
    const start = this.joined.length;
    this.joined += part.replace(LONE_SURROGATE, '\ufffd');
    this.pieces.push({ text, from, start, end: this.joined.length });
  }

  /** What of [start, end) lies in each text. */
  stretches(start: number, end: number): readonly Stretch[] {
    return this.pieces
      .filter((piece) => piece.start < end && start < piece.end)
      .map((piece) => ({
        text: piece.text,
        start: piece.from + Math.max(0, start - piece.start),
        end: piece.from + Math.min(end, piece.end) - piece.start,
      }));
  }

  /**
   * The texts in as few joined ones as `limit` UTF-16 units each allow; a longer text is cut, at white space if there
   * is any.
   */
  static of(texts: readonly string[], limit: number): readonly JoinedTexts[] {
    const all: JoinedTexts[] = [];
    let current = new JoinedTexts();
    for (const [index, text] of texts.entries()) {
      for (let from = 0; from < text.length;) {
        const to = cutAfter(text, from, limit);
        if (!current.isEmpty && current.text.length + SEPARATOR.length + to - from > limit) {
          all.push(current);
          current = new JoinedTexts();
        }
        current.add(index, from, text.slice(from, to));
        from = to;
      }
    }
    return current.isEmpty ? all : [...all, current];
  }
}

function cutAfter(text: string, from: number, limit: number): number {
  if (from + limit >= text.length) return text.length;
  const space = text.lastIndexOf(' ', from + limit - 1);
  if (space > from + limit / 2) return space + 1;
  const split = /[\udc00-\udfff]/.test(text.charAt(from + limit)) ? 1 : 0;
  return from + limit - split;
}
