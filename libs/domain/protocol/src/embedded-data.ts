import { textOfBase64 } from './data-url.js';

/** Data in base64 that stands within a text: in a data URL, or in an attachment as FHIR writes it. */
export interface EmbeddedData {
  /** UTF-16 offsets of the base64. */
  readonly start: number;
  readonly end: number;
  /** What it says; undefined when it is no text. */
  readonly text: string | undefined;
}

type Place = Pick<EmbeddedData, 'start' | 'end'>;

const MARK = ';base64,';
const DATA_URL = /data:[\w.+/-]{0,100}(?:;[^;,\s"']{0,100}){0,4};base64,([A-Za-z0-9+/]{4,}={0,2})/gi;
/** `Attachment.data` beside `Attachment.contentType` (FHIR R4, 2.24.0.10). */
const ATTACHMENT = /"data"\s{0,8}:\s{0,8}"([A-Za-z0-9+/]{4,}={0,2})"/g;
const CONTENT_TYPE = '"contentType"';
const BESIDE = 400;

/** Every such stretch of the text, in order; `most` of a kind and no more are looked for. */
export function embeddedData(text: string, most = Infinity): readonly EmbeddedData[] {
  const found = [
    ...(text.includes(MARK) ? matchesOf(text, DATA_URL, most) : []),
    ...(text.includes(CONTENT_TYPE) ? matchesOf(text, ATTACHMENT, most, isAttachment) : []),
  ];
  return found.sort((a, b) => a.start - b.start);
}

/** The text with `note` in the place of each of the stretches, which are in order. */
export function withoutEmbedded(text: string, stretches: readonly EmbeddedData[], note: string): string {
  let rest = '';
  let done = 0;
  for (const { start, end } of stretches) {
    rest += text.slice(done, start) + note;
    done = end;
  }
  return rest + text.slice(done);
}

function matchesOf(
  text: string,
  pattern: RegExp,
  most: number,
  counts: (text: string, place: Place) => boolean = () => true,
): EmbeddedData[] {
  const found: EmbeddedData[] = [];
  for (const match of text.matchAll(pattern)) {
    const base64 = match[1] ?? '';
    const start = match.index + match[0].lastIndexOf(base64);
    const place = { start, end: start + base64.length };
    if (!counts(text, place)) continue;
    found.push({ ...place, text: textOfBase64(base64) });
    if (found.length >= most) break;
  }
  return found;
}

const isAttachment = (text: string, { start, end }: Place): boolean =>
  text.slice(Math.max(0, start - BESIDE), start).includes(CONTENT_TYPE) ||
  text.slice(end, end + BESIDE).includes(CONTENT_TYPE);
