import { invalid } from '../validation.js';

const MOST_WORDS = 100;
const WORD = /^[a-z0-9][a-z0-9._-]{0,99}$/;

/** Names of capabilities, each once. */
export function checkedWords(field: string, words: readonly string[]): readonly string[] {
  if (words.length > MOST_WORDS || !words.every((word) => WORD.test(word))) {
    throw invalid(field, `${MOST_WORDS} names at most, each of lower-case letters, digits or . _ -`);
  }
  return [...new Set(words)];
}
