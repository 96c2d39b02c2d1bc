import { escapeJson } from '../json-text.js';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING = new Set([0x7b, 0x5b]);
const CLOSING = new Set([0x7d, 0x5d]);
/** What JSON has outside of strings besides brackets: blanks, signs, numbers, and the letters of true, false and null. */
const BETWEEN: ReadonlySet<number> = new Set(
  [...' \t\n\r:,+-.0123456789eEtruefalsn'].map((sign) => sign.charCodeAt(0)),
);

/** Ends an address that JSON stands in. */
const BLANKS: ReadonlySet<number> = new Set([...'\t\n\f\r <>'].map((sign) => sign.charCodeAt(0)));

/** Follows a text as it comes and tells where a string of an object or list of JSON is open in it. */
export class JsonWithin {
  private depth = 0;
  private string = false;
  private escaped = false;
  private blank = false;

  /** Whether JSON is open that has had no blank yet, so that an address may go on in it. */
  get isUnbroken(): boolean {
    return this.depth > 0 && !this.blank;
  }

  /** Whether what follows stands inside a string. */
  get inString(): boolean {
    return this.string;
  }

  /** @returns where the outermost list or object begins that began last there; -1 where none did. */
  read(text: string, from: number, to: number): number {
    let begun = -1;
    for (let at = from; at < to; at += 1) {
      const outside = this.depth === 0;
      this.readUnit(text.charCodeAt(at));
      if (outside && this.depth > 0) begun = at;
    }
    return begun;
  }

  private readUnit(unit: number): void {
    if (this.depth === 0) this.blank = false;
    else if (BLANKS.has(unit)) this.blank = true;
    if (this.string) this.readWithin(unit);
    else if (OPENING.has(unit)) this.depth += 1;
    else if (this.depth === 0) return;
    else if (unit === QUOTE) this.string = true;
    else if (CLOSING.has(unit)) this.depth -= 1;
    else if (!BETWEEN.has(unit)) this.depth = 0;
  }

  private readWithin(unit: number): void {
    if (this.escaped) this.escaped = false;
    else if (unit === BACKSLASH) this.escaped = true;
    else if (unit === QUOTE) this.string = false;
    else if (unit < 0x20) this.leave(); // a string ends on its line: this was a quotation
  }

  private leave(): void {
    this.string = false;
    this.depth = 0;
  }
}

/** An escape of JSON; a letter behind `\\n` in small is that of a name, as in `HOSPITAL\\nsmith`. */
const ESCAPE = /\\(?:u[\da-fA-F]{4}|["\\/]|[nrt](?![a-z]))/g;

/**
 * What an original says that was taken out of a string of JSON as it stood there, which prompts are full of:
 * `Jos\\u00e9`. Undefined for any other.
 */
function meaningOf(original: string): string | undefined {
  if (!original.includes('\\') || original.replaceAll(ESCAPE, '').includes('\\')) return undefined;
  try {
    const meaning: unknown = JSON.parse(`"${original}"`);
    return typeof meaning === 'string' ? meaning : undefined;
  } catch {
    return undefined;
  }
}

/** An original as a string of JSON wants it. */
export const inJson = (original: string): string =>
  meaningOf(original) === undefined ? escapeJson(original) : original;

/** An original as people read it. */
export const inProse = (original: string): string => meaningOf(original) ?? original;
