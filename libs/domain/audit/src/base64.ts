import { DomainError } from '@radiant/kernel';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PADDED = /^[A-Za-z0-9+/]*={0,2}$/;
const VALUES = new Map([...ALPHABET].map((character, value) => [character, value]));

/** Base64 with padding (RFC 4648, section 4). */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [first = 0, second, third] = bytes.subarray(at, at + 3);
    text += letter(first >> 2) + letter(((first & 3) << 4) | ((second ?? 0) >> 4));
    text += second === undefined ? '=' : letter(((second & 15) << 2) | ((third ?? 0) >> 6));
    text += third === undefined ? '=' : letter(third & 63);
  }
  return text;
}

/** The bytes of padded base64. @throws DomainError `internal_error` when it is none: it was altered. */
export function fromBase64(text: string): Uint8Array {
  if (text.length % 4 !== 0 || !PADDED.test(text))
    throw new DomainError('internal_error', 'a stored value could not be opened');
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const character of text) {
    bits = ((bits << 6) | (VALUES.get(character) ?? 0)) & 0xff_ff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    if (at < bytes.length) bytes[at++] = (bits >> held) & 0xff;
  }
  return bytes;
}

const letter = (value: number): string => ALPHABET.charAt(value);
