/** What a wire shape says by itself, whoever calls: it can't be anybody's data. */
export interface WireGrammar {
  /** Names of its fields. */
  readonly keys: ReadonlySet<string>;
  /** Field to the words that it takes, e.g. `role` to `user`. */
  readonly words: ReadonlyMap<string, ReadonlySet<string>>;
}

const NO_GRAMMAR: WireGrammar = { keys: new Set(), words: new Map() };
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;

/** Tells where a JSON text, written without white space, holds what a caller said. */
export class WireStrings {
  /** Where each string begins and ends, quotes outside; read only when somebody asks. */
  private spans: readonly number[] | undefined;

  constructor(
    readonly json: string,
    private readonly grammar = NO_GRAMMAR,
  ) {}

  /** Whether a caller's text stands at `offset`, and not a bare number or a word of the grammar. */
  hasText(offset: number): boolean {
    this.spans ??= stringSpans(this.json);
    const index = lastUpTo(this.spans, offset);
    const [start, end] = [this.spans[index], this.spans[index + 1]];
    if (start === undefined || end === undefined || offset >= end) return false;
    const text = this.json.slice(start, end);
    if (this.json.charCodeAt(end + 1) === COLON) return !this.grammar.keys.has(text);
    const words = this.grammar.words.get(this.keyBefore(index));
    return words?.has(text) !== true;
  }

  /** The key whose value is the string at `index`; empty in a list. */
  private keyBefore(index: number): string {
    const [start, end] = [this.spans?.[index - 2], this.spans?.[index - 1]];
    const value = this.spans?.[index];
    if (start === undefined || end === undefined || value !== end + 3) return '';
    return this.json.charCodeAt(end + 1) === COLON ? this.json.slice(start, end) : '';
  }
}

function stringSpans(json: string): readonly number[] {
  const spans: number[] = [];
  for (let open = json.indexOf('"'); open >= 0; open = json.indexOf('"', open)) {
    const end = stringEnd(json, open + 1);
    spans.push(open + 1, end);
    open = end + 1;
  }
  return spans;
}

function stringEnd(json: string, from: number): number {
  let at = from;
  while (at < json.length && json.charCodeAt(at) !== QUOTE) at += json.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at;
}

/** The index of the last start that is not behind `offset`; -2 where there is none. */
function lastUpTo(spans: readonly number[], offset: number): number {
  let low = 0;
  let high = spans.length / 2;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((spans[2 * middle] ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  return 2 * (low - 1);
}
