// After https://platform.openai.com/docs/api-reference/embeddings, /models and /guides/error-codes.
import { count, either, flag, list, number, object, one, orNull, text } from './schema.js';

/** Numbers, or their bytes in base64. */
const vector = either(list(number), { type: 'string', pattern: '^[A-Za-z0-9+/]+=*$' });

export const embeddings = object({
  object: one('list'),
  model: text,
  data: list(object({ object: one('embedding'), index: count, embedding: vector })),
  usage: object({ prompt_tokens: count, total_tokens: count }),
});

/** The gateway's own; every client passes over it. */
const facts = object({
  display_name: text,
  context_window: orNull(count),
  max_output_tokens: orNull(count),
  capabilities: list(text),
  supports_functions: flag,
  supports_vision: flag,
  supports_streaming: flag,
  prices: object({}, { input_per_million: text, cached_input_per_million: text, output_per_million: text }),
});

export const model = object({
  id: text,
  object: one('model'),
  created: count,
  owned_by: text,
  radiant: facts,
});

export const models = object({ object: one('list'), data: list(model) });

/** All four fields, always: clients read `param` and `code` of every error. */
export const openAiError = object({
  error: object({ message: text, type: text, param: orNull(text), code: orNull(text) }),
});
