import { CREATED, type Choice, type Completion } from './completion.js';
import type { JsonObject } from './json.js';

/** OpenAI's `chat.completion` object; without `withUsage` the field is left out. */
export function chatBody(completion: Completion, withUsage: boolean): JsonObject {
  return {
    ...head(completion, 'chat.completion'),
    choices: completion.choices.map((choice, index) => ({
      index,
      message: messageOf(choice),
      logprobs: null,
      finish_reason: choice.finishReason,
    })),
    ...(withUsage && { usage: usageOf(completion) }),
  };
}

/** The chunks up to the last piece of text or arguments; the choices of one reply come in turns. */
export function* contentChunks(completion: Completion, chunkCharacters: number): Generator<JsonObject> {
  const turns = completion.choices.map((choice) => deltasOf(choice, chunkCharacters));
  const waiting = new Set(turns.keys());
  while (waiting.size > 0) {
    for (const index of waiting) {
      const next = turns[index]?.next();
      if (next === undefined || next.done) waiting.delete(index);
      else yield chunk(completion, [{ index, delta: next.value, logprobs: null, finish_reason: null }]);
    }
  }
}

/** The chunks that end a reply: a finish reason for each choice, then the usage with no choices. */
export function* closingChunks(completion: Completion, withUsage: boolean): Generator<JsonObject> {
  for (const [index, choice] of completion.choices.entries()) {
    yield chunk(completion, [{ index, delta: {}, logprobs: null, finish_reason: choice.finishReason }]);
  }
  if (withUsage) yield { ...chunk(completion, []), usage: usageOf(completion) };
}

function* deltasOf({ text, toolCalls }: Choice, chunkCharacters: number): Generator<JsonObject> {
  yield { role: 'assistant', content: toolCalls.length > 0 ? null : '', refusal: null };
  for (const content of pieces(text, chunkCharacters)) yield { content };
  for (const [index, { id, name, arguments: given }] of toolCalls.entries()) {
    yield { tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] };
    for (const piece of pieces(given, chunkCharacters)) {
      yield { tool_calls: [{ index, function: { arguments: piece } }] };
    }
  }
}

/** Cuts between code points: half a surrogate pair cannot be written as UTF-8. */
function* pieces(text: string, characters: number): Generator<string> {
  let piece = '';
  let length = 0;
  for (const character of text) {
    piece += character;
    length += 1;
    if (length === characters) {
      yield piece;
      piece = '';
      length = 0;
    }
  }
  if (piece !== '') yield piece;
}

function messageOf({ text, toolCalls }: Choice): JsonObject {
  if (toolCalls.length === 0) return { role: 'assistant', content: text, refusal: null };
  const calls = toolCalls.map(({ id, name, arguments: given }) => ({
    id,
    type: 'function',
    function: { name, arguments: given },
  }));
  return { role: 'assistant', content: null, refusal: null, tool_calls: calls };
}

function usageOf({ promptTokens, completionTokens }: Completion): JsonObject {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: 0,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

function chunk(completion: Completion, choices: readonly JsonObject[]): JsonObject {
  return { ...head(completion, 'chat.completion.chunk'), choices };
}

function head({ id, model }: Completion, object: string): JsonObject {
  return { id, object, created: CREATED, model, system_fingerprint: 'fp_demo' };
}
