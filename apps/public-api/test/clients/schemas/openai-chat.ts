// After https://platform.openai.com/docs/api-reference/chat and /completions.
import { count, either, list, number, object, one, orNull, text, type Schema } from './schema.js';

const TIER = one('auto', 'default', 'flex', 'scale', 'priority', null);
const FINISH = ['stop', 'length', 'tool_calls', 'content_filter', 'function_call'];

const usage = object(
  { prompt_tokens: count, completion_tokens: count, total_tokens: count },
  {
    prompt_tokens_details: object({}, { audio_tokens: count, cached_tokens: count, cache_write_tokens: count }),
    completion_tokens_details: object(
      {},
      {
        reasoning_tokens: count,
        audio_tokens: count,
        accepted_prediction_tokens: count,
        rejected_prediction_tokens: count,
      },
    ),
  },
);

const likely = { token: text, logprob: number, bytes: orNull(list(count)) };
const tokens = orNull(list(object({ ...likely, top_logprobs: list(object(likely)) })));
const logprobs = orNull(object({ content: tokens, refusal: tokens }));

const toolCall = object({ id: text, type: one('function'), function: object({ name: text, arguments: text }) });

/** `reasoning_content` is no field of OpenAI's: DeepSeek and LiteLLM brought it, and clients read it. */
const beside = { reasoning_content: text };

const said = object(
  { role: one('assistant'), content: orNull(text), refusal: orNull(text) },
  { tool_calls: { ...list(toolCall), minItems: 1 }, annotations: list(object({})), ...beside },
);

export const chatCompletion = object(
  {
    id: text,
    object: one('chat.completion'),
    created: count,
    model: text,
    choices: list(object({ index: count, message: said, logprobs, finish_reason: one(...FINISH) })),
  },
  { usage, service_tier: TIER, system_fingerprint: orNull(text) },
);

const callPiece = object(
  { index: count },
  { id: text, type: one('function'), function: object({}, { name: text, arguments: text }) },
);
const piece = object(
  {},
  {
    role: one('developer', 'system', 'user', 'assistant', 'tool'),
    content: orNull(text),
    refusal: orNull(text),
    tool_calls: list(callPiece),
    ...beside,
  },
);

export const chatChunk = object(
  {
    id: text,
    object: one('chat.completion.chunk'),
    created: count,
    model: text,
    choices: list(object({ index: count, delta: piece, finish_reason: one(...FINISH, null) }, { logprobs })),
  },
  { usage: orNull(usage), service_tier: TIER, system_fingerprint: orNull(text) },
);

/** The reference's one object for answers in one piece and in pieces. */
export const textCompletion: Schema = object(
  {
    id: text,
    object: one('text_completion'),
    created: count,
    model: text,
    choices: list(
      object({
        index: count,
        text,
        logprobs: either(object({}), { type: 'null' }),
        finish_reason: one('stop', 'length', 'content_filter', null),
      }),
    ),
  },
  { usage: orNull(usage), system_fingerprint: orNull(text) },
);
