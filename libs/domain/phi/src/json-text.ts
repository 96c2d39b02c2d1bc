import { MappedText } from './mapped-text.js';
import type { Pace } from './pace.js';

const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/g;
const SHORT: ReadonlyMap<string, string> = new Map([
  ['\\"', '"'],
  ['\\\\', '\\'],
  ['\\/', '/'],
  ['\\b', '\b'],
  ['\\f', '\f'],
  ['\\n', '\n'],
  ['\\r', '\r'],
  ['\\t', '\t'],
]);
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** JSON text with the escapes of its strings undone; anything that is no escape stays as it is. */
export function unescapeJson(json: string): MappedText {
  if (!json.includes('\\')) return MappedText.same(json);
  return MappedText.replacing(json, ESCAPE, decoded);
}

/** The same with pauses. */
export const unescapeJsonPaced = (json: string, pace: Pace): Promise<MappedText> =>
  MappedText.replacingPaced(json, ESCAPE, decoded, pace);

const decoded = (escape: string): string =>
  SHORT.get(escape) ?? String.fromCharCode(Number.parseInt(escape.slice(2), 16));

/** `text` as it stands inside a JSON string. */
export const escapeJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** Whether position `to` lies inside a string, when `inside` says so for position `from`. */
export function insideString(json: string, from: number, to: number, inside: boolean): boolean {
  let state = inside;
  for (let i = from; i < to; i += 1) {
    const unit = json.charCodeAt(i);
    if (unit === QUOTE) state = !state;
    else if (unit === BACKSLASH && state) i += 1;
  }
  return state;
}

const AFTER_KEY = /\s{0,64}:/y;

/** Tells keys from values, asked from left to right; each string is read to its end once. */
export class JsonKeys {
  private end = -1;
  private key = false;

  constructor(private readonly json: string) {}

  /** Whether the string that goes on at `at` is a key. */
  hold(at: number): boolean {
    if (at > this.end) {
      this.end = stringEnd(this.json, at);
      AFTER_KEY.lastIndex = this.end + 1;
      this.key = AFTER_KEY.test(this.json);
    }
    return this.key;
  }
}

/** Where the quote stands that closes the string which goes on at `from`. */
function stringEnd(json: string, from: number): number {
  for (let i = from; i < json.length; i += 1) {
    const unit = json.charCodeAt(i);
    if (unit === QUOTE) return i;
    if (unit === BACKSLASH) i += 1;
  }
  return json.length;
}
