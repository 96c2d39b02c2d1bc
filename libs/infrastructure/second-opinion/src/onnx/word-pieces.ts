/** A word of a text and the tokens that stand for it. */
export interface Word {
  /** UTF-16 offsets in the text. */
  readonly start: number;
  readonly end: number;
  readonly tokens: readonly number[];
}

export interface WordPieceVocabulary {
  readonly tokens: ReadonlyMap<string, number>;
  readonly lowercase: boolean;
  readonly stripAccents: boolean;
  readonly unknown: number;
  readonly first: number;
  readonly last: number;
}

const LONGEST_WORD = 100;
const MARKS = /\p{Mn}/gu;
const SPACE = /^[\s\p{Cc}\p{Cf}]$/u;
/** Each is a word by itself: punctuation as BERT counts it, and Chinese characters. */
const ALONE = /^[\p{P}$+<=>^`|~\u4e00-\u9fff\u3400-\u4dbf\uf900-\ufaff]$/u;

/** WordPiece as BERT does it (Devlin et al. 2019; `BertNormalizer` and `BertPreTokenizer` of tokenizers), with offsets. */
export class WordPieces {
  constructor(readonly vocabulary: WordPieceVocabulary) {}

  words(text: string): readonly Word[] {
    const words: Word[] = [];
    let start = 0;
    let at = 0;
    const close = (end: number): void => {
      if (end > start) words.push({ start, end, tokens: this.tokensOf(text.slice(start, end)) });
    };
    for (const character of text) {
      const end = at + character.length;
      if (SPACE.test(character)) {
        close(at);
        start = end;
      } else if (ALONE.test(character)) {
        close(at);
        start = at;
        close(end);
        start = end;
      }
      at = end;
    }
    close(at);
    return words;
  }

  private tokensOf(word: string): readonly number[] {
    const { tokens, unknown } = this.vocabulary;
    const text = this.normal(word);
    if (text.length > LONGEST_WORD) return [unknown];
    const found: number[] = [];
    for (let from = 0; from < text.length;) {
      const piece = this.longest(text, from);
      const token = piece === undefined ? undefined : tokens.get(piece);
      if (piece === undefined || token === undefined) return [unknown];
      found.push(token);
      from += from === 0 ? piece.length : piece.length - CONTINUED.length;
    }
    return found;
  }

  private longest(text: string, from: number): string | undefined {
    for (let to = text.length; to > from; to -= 1) {
      const piece = (from === 0 ? '' : CONTINUED) + text.slice(from, to);
      if (this.vocabulary.tokens.has(piece)) return piece;
    }
    return undefined;
  }

  private normal(word: string): string {
    const { lowercase, stripAccents } = this.vocabulary;
    const cased = lowercase ? word.toLowerCase() : word;
    return stripAccents ? cased.normalize('NFD').replace(MARKS, '') : cased;
  }
}

/** Begins a piece that goes on with a word. */
const CONTINUED = '##';
