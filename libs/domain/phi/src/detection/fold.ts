import { MappedText } from '../mapped-text.js';
import { decodedOf, ENCODED } from './encodings.js';
import { LOOKALIKE, plainOf } from './lookalikes.js';

/** What all of it begins with. Few characters do, and without this most of the expression is tried at every other one too. */
const BEGINNING = '(?=[\\\\&%+<_\\0-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\uffff])';
const FOLDABLE = new RegExp(`${BEGINNING}(?:${ENCODED}|${LOOKALIKE})`, 'g');
const ALIKE = new RegExp(`^(?:${LOOKALIKE})$`);
/** An address is found as a whole, which a blank in it would end. */
const ADDRESS_OR_FOLDABLE = new RegExp(`https?://[^\\s"'<>]{1,300}|${FOLDABLE.source}`, 'g');
const MOST_KEPT = 10_000;

/** The text as rules read it: one kind of blank, dash, quote and digit, nothing invisible or encoded; offsets lead back. */
export function fold(text: string): MappedText {
  FOLDABLE.lastIndex = 0;
  if (!FOLDABLE.test(text)) return MappedText.same(text);
  return MappedText.replacing(text, text.includes('%') ? ADDRESS_OR_FOLDABLE : FOLDABLE, folded);
}

function folded(written: string): string {
  if (written.startsWith('http')) return written;
  const known = replacements.get(written);
  if (known !== undefined) return known;
  const replacement = replacementFor(written);
  if (replacements.size < MOST_KEPT) replacements.set(written, replacement);
  return replacement;
}

const replacements = new Map<string, string>();

function replacementFor(written: string): string {
  const character = ALIKE.test(written) ? written : decodedOf(written);
  return ALIKE.test(character) ? plainOf(character) : character;
}
