import type { PartSource } from './chat-request.js';

/** `data:[type][;parameter…],…` (RFC 2397). */
const DATA_URL = /^data:([^;,]{0,100})((?:;[^;,]{0,200}){0,8}),/i;
const MEDIA_TYPE = /^[a-z]{1,20}\/[a-z0-9][a-z0-9.+-]{0,80}$/;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
/** Types besides `text/…` whose bytes are text. */
const TEXTUAL =
  /^text\/|^application\/(?:json|xml|yaml|x-yaml|x-ndjson|ndjson|csv|sql|javascript|xhtml)$|\+(?:json|xml)$/;
const READABLE_CHARSETS = ['utf-8', 'utf8', 'us-ascii'];
const ANY_TYPE = 'application/octet-stream';

/**
 * What a data URL holds: text where its type and bytes say so, else data. Parameters are dropped: nothing needs them, and
 * they may say anything. Undefined when it is no data URL.
 */
export function readDataUrl(url: string): PartSource | undefined {
  const head = DATA_URL.exec(url);
  if (!head) return undefined;
  const parameters = (head[2] ?? '').toLowerCase().split(';').slice(1);
  const mediaType = mediaTypeOf(head[1] ?? '');
  const rest = url.slice(head[0].length);
  const base64 = parameters.includes('base64') ? rest.replace(/\s/g, '') : base64OfPercents(rest);
  if (base64 === undefined || !BASE64.test(base64)) return undefined;
  return sourceOf(mediaType, base64, isReadable(parameters));
}

/** Bytes of a stated type, read as text where that is what they are. */
export function sourceOf(mediaType: string, base64: string, readable = true): PartSource {
  const text = readable && TEXTUAL.test(mediaType) ? textOfBase64(base64) : undefined;
  return text === undefined ? { kind: 'data', mediaType, base64 } : { kind: 'text', mediaType, text };
}

/** The data URL of text or data. */
export const dataUrl = (source: Extract<PartSource, { readonly kind: 'text' | 'data' }>): string =>
  `data:${source.mediaType};base64,${source.kind === 'text' ? base64OfText(source.text) : source.base64}`;

function base64OfText(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let binary = '';
  for (let at = 0; at < bytes.length; at += PIECE) binary += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return btoa(binary);
}

/** Undefined when the bytes are not UTF-8 text. */
export function textOfBase64(base64: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(base64), (unit) => unit.charCodeAt(0));
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Bytes turned into characters at a time; more arguments than this would exceed the stack. */
const PIECE = 8_192;

function mediaTypeOf(written: string): string {
  const type = written.trim().toLowerCase();
  if (type === '') return 'text/plain';
  return MEDIA_TYPE.test(type) ? type : ANY_TYPE;
}

const isReadable = (parameters: readonly string[]): boolean => {
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  return charset === undefined || READABLE_CHARSETS.includes(charset.replaceAll('"', ''));
};

function base64OfPercents(text: string): string | undefined {
  try {
    return base64OfText(decodeURIComponent(text));
  } catch {
    return undefined;
  }
}
