import { readModel } from './chat-request.js';
import { InvalidInput } from './invalid-input.js';
import { isObject, type JsonObject } from './json.js';

/** A text with this word is flagged as violent, so that both answers can be seen. */
const FLAGGED = /\bharm\b/i;

/**
 * Answers OpenAI's moderations request: one result for each text, or one for a list of parts. Images are not looked at.
 * @throws InvalidInput naming the field and what is expected
 */
export function moderate(body: JsonObject): JsonObject {
  const model = readModel(body);
  const { input } = body;
  const list: readonly unknown[] = Array.isArray(input) ? input : [input];
  const texts = list.filter((each) => typeof each === 'string');
  const parts = list.filter(isObject);
  if (list.length === 0 || texts.length + parts.length !== list.length || (texts.length > 0 && parts.length > 0)) {
    throw new InvalidInput('input', 'a text, a list of texts, or a list of parts');
  }
  const judged =
    texts.length > 0 ? texts : [parts.map(({ text }) => (typeof text === 'string' ? text : '')).join('\n')];
  return { id: 'modr-demo', model, results: judged.map((text) => resultOf(FLAGGED.test(text))) };
}

const resultOf = (flagged: boolean): JsonObject => ({
  flagged,
  categories: { violence: flagged },
  category_scores: { violence: flagged ? 0.9 : 0.1 },
  category_applied_input_types: { violence: ['text'] },
});
