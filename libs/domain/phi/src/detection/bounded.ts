import { unitClass } from './unit-class.js';

const CLASS_OR_ESCAPE = /\\.|\[(?:\\.|[^\]\\])*\]/g;
const UNBOUNDED = /[*+]|\{\d*,\}/;
/** A property standing alone, a class, or another escape. */
const PIECE = /\\p\{(\w+)\}|\[(?:\\.|[^\]\\])*\]|\\./g;
const PROPERTY = /\\p\{(\w+)\}|\\./g;

const sources: { readonly source: string; readonly flags: string }[] = [];

/** Every pattern made so far, as it was written: for the proof that none of them runs away. */
export const boundedPatterns = (): readonly { readonly source: string; readonly flags: string }[] => sources;

/**
 * A regular expression that does a bounded amount of work wherever it is tried: scanning stays linear whatever the
 * text. Refuses `*`, `+` and `{n,}`, so a rule that could run away fails when its module is loaded.
 * It reads UTF-16 units, as the scan does, whether its flags say `u` or not (see `unitClass`).
 */
export function bounded(source: string, flags: string): RegExp {
  if (UNBOUNDED.test(source.replace(CLASS_OR_ESCAPE, ''))) {
    throw new Error(`a detection pattern must bound every repetition: ${source}`);
  }
  sources.push({ source, flags });
  return new RegExp(inUnits(source), flags.replace('u', ''));
}

const inUnits = (source: string): string =>
  source.replace(PIECE, (piece: string, property: string | undefined) => {
    if (property !== undefined) return `[${unitClass(property)}]`;
    return piece.startsWith('[') ? piece.replace(PROPERTY, insideClass) : piece;
  });

const insideClass = (part: string, property: string | undefined): string =>
  property === undefined ? part : unitClass(property);
