import { MappedText } from './mapped-text.js';

const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/g;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** JSON text with the escapes of its strings undone; anything that is no escape stays as it is. */
export function unescapeJson(json: string): MappedText {
  if (!json.includes('\\')) return MappedText.same(json);
  return MappedText.replacing(json, ESCAPE, (escape) => {
    const decoded: unknown = JSON.parse(`"${escape}"`);
    return typeof decoded === 'string' ? decoded : escape;
  });
}

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
