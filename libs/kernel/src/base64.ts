import { DomainError } from './errors.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PADDED = /^[A-Za-z0-9+/]*={0,2}$/;
/** Twelve bits at a time: rows are written for every call. */
const PAIRS = Array.from({ length: 4_096 }, (_, bits) => letter(bits >> 6) + letter(bits & 63));
const VALUES = new Map([...ALPHABET].map((character, value) => [character, value]));

/** Base64 with padding (RFC 4648, section 4). */
export function toBase64(bytes: Uint8Array): string {
  const whole = bytes.length - (bytes.length % 3);
  let text = '';
  for (let at = 0; at < whole; at += 3) text += fourLetters(bytes, at);
  if (whole === bytes.length) return text;
  const padding = 3 - (bytes.length - whole);
  return text + fourLetters(bytes, whole).slice(0, -padding) + '='.repeat(padding);
}

/** Bytes beyond the end count as zeros. */
function fourLetters(bytes: Uint8Array, at: number): string {
  const bits = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
  return (PAIRS[bits >> 12] ?? '') + (PAIRS[bits & 4_095] ?? '');
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

function letter(value: number): string {
  return ALPHABET.charAt(value);
}
