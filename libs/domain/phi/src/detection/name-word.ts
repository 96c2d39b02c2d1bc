import { isWordUnit, kindOf, LETTER, lettersEnd } from '../characters.js';
import { lookUp } from './lexicon/lexicon.js';
import { isNoName } from './lexicon/not-names.js';

/** How a word is written: "Jane", "JANE", "J." or "jane". */
export type Shape = 'title' | 'capitals' | 'initial' | 'plain';

const LONGEST = 40;
const APOSTROPHE = 0x27;
const HYPHEN = 0x2d;
const FULL_STOP = 0x2e;
const UNREAD = -1;
const SMALL = { from: 0x61, to: 0x7a } as const;

/** One word that may be part of a name: "O'Brien-Nakamura", "J.". What the word lists say of it is asked once. */
export class NameWord {
  private known = UNREAD;
  private refused: boolean | undefined;

  constructor(
    readonly start: number,
    /** Behind the last letter; an initial's full stop included. */
    readonly end: number,
    readonly lower: string,
    readonly shape: Shape,
  ) {}

  /** Flags of the lexicon. */
  get flags(): number {
    if (this.known === UNREAD) this.known = lookUp(this.lower, 0, this.lower.length);
    return this.known;
  }

  /** Whether it can't be part of a name; an initial is no article: "Mary A." */
  get isOrdinary(): boolean {
    return (this.refused ??= this.shape !== 'initial' && isNoName(this.lower));
  }
}

/** The words of one text, each read once however many rules look at it. */
export class NameWords {
  private readonly words = new Map<number, NameWord | undefined>();

  /** @param lower `text` in lower case, unit by unit. */
  constructor(
    private readonly text: string,
    private readonly lower: string,
  ) {}

  /** The word that begins at `start`, if one does. */
  at(start: number): NameWord | undefined {
    const known = this.words.get(start);
    if (known !== undefined || this.words.has(start)) return known;
    const word = readWord(this.text, this.lower, start);
    this.words.set(start, word);
    return word;
  }
}

function readWord(text: string, lower: string, start: number): NameWord | undefined {
  if (start >= text.length || kindOf(text.charCodeAt(start)) !== LETTER) return undefined;
  let end = lettersEnd(text, start);
  while (end < text.length && isJoint(text.charCodeAt(end))) {
    const next = lettersEnd(text, end + 1);
    if (next - end < 3) break; // "Smith's" ends at Smith
    end = next;
  }
  if (end - start > LONGEST || isWordUnit(text, end)) return undefined;
  const shape = shapeOf(text, lower, start, end);
  const stop = shape === 'initial' && text.charCodeAt(end) === FULL_STOP ? end + 1 : end;
  return new NameWord(start, stop, lower.slice(start, end), shape);
}

const isJoint = (unit: number): boolean => unit === APOSTROPHE || unit === HYPHEN;

function shapeOf(text: string, lower: string, start: number, end: number): Shape {
  if (text.charCodeAt(start) === lower.charCodeAt(start)) return 'plain';
  if (end - start === 1) return 'initial';
  const second = text.charCodeAt(start + 1);
  if (second >= SMALL.from && second <= SMALL.to) return 'title';
  const word = text.slice(start, end);
  return word === word.toUpperCase() ? 'capitals' : 'title';
}
