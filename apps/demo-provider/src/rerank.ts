import { readModel } from './chat-request.js';
import { InvalidInput, optionalInteger } from './invalid-input.js';
import type { JsonObject } from './json.js';
import { countTokens } from './tokens.js';

const WORD = /[\p{L}\p{N}_]+/gu;

/**
 * Answers a rerank request in the form of Cohere, Jina and LiteLLM: a document's score is the share of the query's words
 * that stand in it.
 * @throws InvalidInput naming the field and what is expected
 */
export function rerank(body: JsonObject): JsonObject {
  readModel(body);
  const { query, documents } = body;
  if (typeof query !== 'string' || query === '') throw new InvalidInput('query', 'a text');
  const texts: readonly unknown[] = Array.isArray(documents) ? documents : [];
  const isTexts = (list: readonly unknown[]): list is readonly string[] =>
    list.every((each) => typeof each === 'string');
  if (texts.length === 0 || !isTexts(texts)) throw new InvalidInput('documents', 'a list of texts');
  const most = optionalInteger('top_n', body['top_n'], 1, texts.length) ?? texts.length;
  const wanted = wordsOf(query);
  const results = texts
    .map((text, index) => ({ index, relevance_score: share(wanted, wordsOf(text)) }))
    .sort((a, b) => b.relevance_score - a.relevance_score || a.index - b.index);
  const tokens = [query, ...texts].reduce((sum, text) => sum + countTokens(text), 0);
  return { id: 'rerank-demo', results: results.slice(0, most), meta: { tokens: { input_tokens: tokens } } };
}

const wordsOf = (text: string): ReadonlySet<string> => new Set(text.toLowerCase().match(WORD) ?? []);

const share = (wanted: ReadonlySet<string>, found: ReadonlySet<string>): number =>
  wanted.size === 0 ? 0 : [...wanted].filter((word) => found.has(word)).length / wanted.size;
