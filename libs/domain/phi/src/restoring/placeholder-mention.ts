import { PHI_CATEGORIES, type PhiCategory } from '../category.js';
import { FEWEST_DIGITS, formatPlaceholder, MOST_DIGITS } from '../placeholder.js';

/** A placeholder as a model wrote it, perhaps mangled: where it ends, and its proper form. */
export interface Mention {
  readonly end: number;
  readonly placeholder: string;
}

/** `more`: what stands there may be the beginning of one, and only what follows can tell. */
export type Reading = Mention | 'more' | undefined;

const SEPARATORS = ' _-';
/** Between two words, e.g. ` - `. */
const MOST_SEPARATORS = 3;

/** A category without separators, to the category; and every beginning of one. */
const CATEGORIES: ReadonlyMap<string, PhiCategory> = new Map(PHI_CATEGORIES.map((name) => [letters(name), name]));
const BEGINNINGS: ReadonlySet<string> = new Set(
  [...CATEGORIES.keys()].flatMap((name) => Array.from({ length: name.length }, (_, i) => name.slice(0, i + 1))),
);

/**
 * Reads a placeholder at a position, as models write it: in its own form, in other case, with spaces or hyphens, without
 * brackets, or with the escapes of Markdown. The index must stand there digit for digit.
 * @param backslash how one backslash is written in the text: one character, or two inside JSON.
 * @param ended whether nothing follows the text.
 */
export function readMention(text: string, start: number, backslash: string, ended: boolean): Reading {
  return new MentionReader(text, start, backslash, ended).read();
}

/** Where a mention can begin. */
export const MENTION_START = /[\\[Pp]/g;

/** The text ended before it could be told. One object for all: it says nothing of where. */
const UNDECIDED = new Error('undecided');

class MentionReader {
  private escaped = false;
  private opened = false;

  constructor(
    private readonly text: string,
    private at: number,
    private readonly backslash: string,
    private readonly ended: boolean,
  ) {}

  read(): Reading {
    try {
      return this.mention();
    } catch (thrown) {
      if (thrown === UNDECIDED) return this.ended ? undefined : 'more';
      throw thrown;
    }
  }

  private mention(): Mention | undefined {
    if (!this.opening() || !this.word('PHI')) return undefined;
    // an escaped bracket belongs to a placeholder that is escaped throughout
    if (this.escaped && this.peek() !== '\\') return undefined;
    if (this.separators() === 0) return undefined;
    const category = this.category();
    if (category === undefined) return undefined;
    const digits = this.digits();
    if (digits === undefined) return undefined;
    if (this.opened) this.closing();
    return { end: this.at, placeholder: formatPlaceholder(category, Number(digits)) };
  }

  private opening(): boolean {
    if (this.peek() === '\\') {
      if (!this.taken(`${this.backslash}[`)) return false;
      this.escaped = this.opened = true;
    } else if (this.peek() === '[') {
      this.at += 1;
      this.opened = true;
    }
    return true;
  }

  private word(expected: string): boolean {
    for (const letter of expected) {
      if (this.peek().toUpperCase() !== letter) return false;
      this.at += 1;
    }
    return true;
  }

  private separators(): number {
    let count = 0;
    while (count < MOST_SEPARATORS && this.separator()) count += 1;
    return count;
  }

  private separator(): boolean {
    if (this.peek() === '\\') {
      const escapes = [...SEPARATORS].map((each) => this.backslash + each);
      return escapes.some((escape) => this.taken(escape));
    }
    if (!SEPARATORS.includes(this.peek())) return false;
    this.at += 1;
    return true;
  }

  private category(): PhiCategory | undefined {
    let read = '';
    for (;;) {
      const next = this.peek();
      const longer = read + next.toUpperCase();
      if (BEGINNINGS.has(longer)) {
        read = longer; // a digit may be a category's own, as in AGE_OVER_89
        this.at += 1;
      } else if (isDigit(next)) {
        return CATEGORIES.get(read);
      } else if (/[A-Za-z]/.test(next)) {
        return undefined;
      } else if (read === '' || this.separators() === 0) {
        return undefined;
      }
    }
  }

  private digits(): string | undefined {
    const from = this.at;
    while (this.at - from <= MOST_DIGITS && isDigit(this.peekOrEnd())) this.at += 1;
    const digits = this.text.slice(from, this.at);
    return digits.length >= FEWEST_DIGITS && digits.length <= MOST_DIGITS && !digits.startsWith('0')
      ? digits
      : undefined;
  }

  private closing(): void {
    const next = this.peekOrEnd();
    if (next === ']') this.at += 1;
    else if (next === '\\') this.taken(`${this.backslash}]`);
  }

  /** Steps over `expected` where it stands in whole. */
  private taken(expected: string): boolean {
    if (this.text.startsWith(expected, this.at)) {
      this.at += expected.length;
      return true;
    }
    const rest = this.text.slice(this.at);
    if (expected.startsWith(rest) && !this.ended) throw UNDECIDED;
    return false;
  }

  private peek(): string {
    if (this.at >= this.text.length) throw UNDECIDED;
    return this.text.charAt(this.at);
  }

  /** Empty at the end of everything, where a placeholder may end. */
  private peekOrEnd(): string {
    return this.ended ? this.text.charAt(this.at) : this.peek();
  }
}

const isDigit = (text: string): boolean => text >= '0' && text <= '9';

function letters(name: string): string {
  return name.replaceAll('_', '');
}
