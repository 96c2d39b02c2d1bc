import { MappedText } from '../mapped-text.js';
import { LOOKALIKE, plainOf } from './lookalikes.js';

const FOLDABLE = new RegExp(LOOKALIKE, 'g');

/** The text as rules read it: one kind of blank, dash, quote and digit, nothing invisible; offsets lead back. */
export function fold(text: string): MappedText {
  FOLDABLE.lastIndex = 0;
  if (!FOLDABLE.test(text)) return MappedText.same(text);
  return MappedText.replacing(text, FOLDABLE, folded);
}

function folded(character: string): string {
  const known = replacements.get(character);
  if (known !== undefined) return known;
  const replacement = plainOf(character);
  replacements.set(character, replacement);
  return replacement;
}

/** At most one entry for each foldable character. */
const replacements = new Map<string, string>();
