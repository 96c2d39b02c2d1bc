import type { PhiCategory } from '../../category.js';
import { componentCategory, SEGMENTS, type FieldKind } from './hl7-fields.js';

/** The signs of a message, as its first segment names them: `MSH|^~\&`. */
export interface Separators {
  readonly field: string;
  readonly component: string;
  readonly repetition: string;
}

/** What a segment tells: values by what they are, and what the rules of prose must leave alone. */
export interface Told {
  value(category: PhiCategory, start: number, end: number): void;
  silence(start: number, end: number): void;
}

const HEADER = /^MSH([^\w\s])([^\w\s])([^\w\s])([^\w\s])([^\w\s])?/;
const HEADER_LENGTH = 9;
const SEGMENT = /^[A-Z][A-Z\d]{2}$/;

/** The separators of the message that a line begins; undefined where it begins none. */
export function separatorsOf(line: string): Separators | undefined {
  const signs = HEADER.exec(line.slice(0, HEADER_LENGTH));
  if (!signs) return undefined;
  const [, field = '', component = '', repetition = ''] = signs;
  return new Set([field, component, repetition]).size === 3 ? { field, component, repetition } : undefined;
}

/**
 * Reads the segment [start, end) field by field. A segment of the site's own (Z…) is closed: nobody else knows what
 * it holds, so all of it is taken for identifiers. @returns whether it is a segment.
 */
export function readSegment(text: string, start: number, end: number, signs: Separators, told: Told): boolean {
  const id = text.slice(start, start + 3);
  if (!SEGMENT.test(id) || (end > start + 3 && text.charAt(start + 3) !== signs.field)) return false;
  const known = SEGMENTS.get(id);
  const first = id === 'MSH' ? 2 : 1; // in MSH the separator counts as the first field
  let begin = start + 4;
  for (let number = first; begin <= end; number += 1) {
    let stop = text.indexOf(signs.field, begin);
    if (stop < 0 || stop > end) stop = end;
    if (stop > begin) readField(text, begin, stop, id.startsWith('Z') ? 'OTHER_ID' : known?.get(number), signs, told);
    begin = stop + 1;
  }
  return true;
}

function readField(
  text: string,
  start: number,
  end: number,
  kind: FieldKind | undefined,
  signs: Separators,
  told: Told,
): void {
  if (kind === 'text') return;
  if (kind === undefined) {
    told.silence(start, end);
    return;
  }
  for (const repetition of partsOf(text, start, end, signs.repetition)) {
    const parts = partsOf(text, repetition.start, repetition.end, signs.component);
    const components = parts.map((part) => text.slice(part.start, part.end));
    for (const [index, part] of parts.entries()) {
      const category = part.end > part.start ? componentCategory(kind, index, components) : undefined;
      if (category === undefined) told.silence(part.start, part.end);
      else told.value(category, part.start, part.end);
    }
  }
}

function partsOf(text: string, start: number, end: number, sign: string): readonly { start: number; end: number }[] {
  const parts: { start: number; end: number }[] = [];
  let begin = start;
  for (let at = start; at <= end; at += 1) {
    if (at < end && text.charAt(at) !== sign) continue;
    parts.push({ start: begin, end: at });
    begin = at + 1;
  }
  return parts;
}
