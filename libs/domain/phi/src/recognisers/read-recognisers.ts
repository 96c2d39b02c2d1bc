import { PHI_CATEGORIES } from '../category.js';
import { choice, ConfigReader, invalid, list, text } from '../policy/config-reader.js';
import { sortedRecognisers, type CustomRecogniser } from './custom-recogniser.js';
import { PatternSet } from './pattern-set.js';

const MOST_RECOGNISERS = 50;
const MOST_WORDS = 1_000;
/** Of all recognisers together. */
const MOST_WORDS_IN_ALL = 10_000;
const LONGEST_WORD = 100;
const LONGEST_PATTERN = 200;
const NAME = /^[a-z][a-z\d_-]{0,63}$/;

/**
 * A tenant's recognisers as data: `{name, category, words}` or `{name, category, pattern}`.
 * @throws DomainError `validation_error` naming the field and what is expected.
 */
export function readRecognisers(value: unknown, field: string): readonly CustomRecogniser[] {
  const recognisers = list(MOST_RECOGNISERS, readRecogniser)(value, field);
  const words = recognisers.reduce((sum, each) => sum + ('words' in each ? each.words.length : 0), 0);
  if (words > MOST_WORDS_IN_ALL) throw invalid(field, `recognisers with at most ${MOST_WORDS_IN_ALL} words together`);
  if (new Set(recognisers.map(({ name }) => name)).size < recognisers.length) {
    throw invalid(field, 'a list of recognisers with a name of its own each');
  }
  return sortedRecognisers(recognisers);
}

function readRecogniser(value: unknown, field: string): CustomRecogniser {
  const reader = ConfigReader.of(field, value, ['name', 'category', 'words', 'pattern']);
  const name = reader.required('name', readName);
  const category = reader.required('category', choice(PHI_CATEGORIES));
  const words = reader.optional('words', readWords);
  const pattern = reader.optional('pattern', readPattern);
  if (words && pattern === undefined) return { name, category, words };
  if (pattern !== undefined && !words) return { name, category, pattern };
  throw invalid(field, 'a recogniser with either words or a pattern');
}

function readName(value: unknown, field: string): string {
  if (typeof value === 'string' && NAME.test(value)) return value;
  throw invalid(field, 'a name of a-z, 0-9, - and _ that begins with a letter, 64 characters at most');
}

function readWords(value: unknown, field: string): readonly string[] {
  const words = list(MOST_WORDS, text(2, LONGEST_WORD))(value, field);
  if (words.length === 0) throw invalid(field, 'a list of at least one word');
  return [...new Set(words)].sort();
}

function readPattern(value: unknown, field: string): string {
  const pattern = text(1, LONGEST_PATTERN)(value, field);
  const problem = PatternSet.problemWith(pattern);
  if (problem) throw invalid(field, problem);
  return pattern;
}
