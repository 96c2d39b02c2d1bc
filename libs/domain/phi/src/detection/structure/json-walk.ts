import type { PhiCategory } from '../../category.js';
import type { PhiMatch } from '../../ports/phi-detector.js';
import { cueOf, learn, normalKey, type Frame } from './json-cues.js';
import { isTelling, type Quiet, type Structure } from './structure.js';

const QUOTE = '"'.charCodeAt(0);
const BACKSLASH = '\\'.charCodeAt(0);
const DEEPEST = 64;
const LONGEST_KEY = 60;
const LONGEST_VALUE = 300;
const CONFIDENCE = 0.97;
const UUID = /^(?:urn:uuid:)?[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
const UUID_LENGTHS: ReadonlySet<number> = new Set([36, 45]);
const NUMBER = /-?\d[\d.eE+-]{0,30}/y;
const IS_KEY = /\s{0,8}:/y;

/**
 * Reads JSON, or what looks like it inside other text, in one pass: each value by the keys it stands under. Forgiving:
 * brackets that don't match are dropped, text around is passed over.
 */
export class JsonWalk implements Structure {
  readonly matches: PhiMatch[] = [];
  /** Codes, references and UUIDs. */
  readonly quiet: Quiet[] = [];
  private readonly stack: Frame[] = [];
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly categories: ReadonlySet<PhiCategory>,
  ) {}

  advance(to: number): void {
    const { text } = this;
    while (this.at < to) {
      const unit = text.charCodeAt(this.at);
      if (unit === QUOTE) this.string();
      else if (unit === 0x7b || unit === 0x5b) this.open(unit === 0x5b);
      else if (unit === 0x7d || unit === 0x5d) this.close(unit === 0x5d);
      else if (this.stack.length > 0 && ((unit >= 0x30 && unit <= 0x39) || unit === 0x2d)) this.number();
      else this.at += 1;
    }
  }

  private open(list: boolean): void {
    const top = this.stack.at(-1);
    const name = top === undefined ? '' : top.list ? top.name : top.key;
    if (this.stack.length < DEEPEST) this.stack.push({ name, list, key: '', kind: undefined });
    this.at += 1;
  }

  private close(list: boolean): void {
    if (this.stack.at(-1)?.list === list) this.stack.pop();
    this.at += 1;
  }

  private string(): void {
    const start = this.at + 1;
    const end = this.stringEnd(start);
    if (end < 0) {
      this.at = this.text.length;
      return;
    }
    this.at = end + 1;
    const top = this.stack.at(-1);
    if (!top) {
      this.at = start; // a quotation in prose: what it holds may be JSON
      return;
    }
    if (!top.list && end - start <= LONGEST_KEY && this.isKey()) {
      top.key = normalKey(this.text.slice(start, end));
      return;
    }
    if (end - start <= LONGEST_VALUE) this.value(top, start, end);
  }

  private isKey(): boolean {
    IS_KEY.lastIndex = this.at;
    if (!IS_KEY.test(this.text)) return false;
    this.at = IS_KEY.lastIndex;
    return true;
  }

  private stringEnd(start: number): number {
    const { text } = this;
    for (let end = text.indexOf('"', start); end >= 0; end = text.indexOf('"', end + 1)) {
      let slashes = 0;
      while (text.charCodeAt(end - 1 - slashes) === BACKSLASH && end - 1 - slashes >= start) slashes += 1;
      if (slashes % 2 === 0) return end;
    }
    return -1;
  }

  private number(): void {
    NUMBER.lastIndex = this.at;
    const top = this.stack.at(-1);
    const end = NUMBER.test(this.text) ? NUMBER.lastIndex : this.at + 1;
    if (top && end - this.at > 1) this.value(top, this.at, end);
    this.at = end;
  }

  private value(top: Frame, start: number, end: number): void {
    const value = this.text.slice(start, end);
    if (!top.list) learn(top, this.stack, value);
    if (UUID_LENGTHS.has(value.length) && UUID.test(value)) {
      this.quiet.push({ start, end });
      return;
    }
    const category = cueOf(top, this.stack.at(-2));
    if (category === 'skip') this.quiet.push({ start, end });
    else if (category !== undefined && this.categories.has(category) && isTelling(value)) {
      this.matches.push({ category, start, end, confidence: CONFIDENCE, rule: 'json.key' });
    }
  }
}

/** Whether it is worth walking: something like an object's first key stands in it. */
export const looksLikeJson = (text: string): boolean =>
  text.includes('"') && /[{[,]\s{0,200}"[\w$ -]{1,60}"\s{0,8}:/.test(text);
