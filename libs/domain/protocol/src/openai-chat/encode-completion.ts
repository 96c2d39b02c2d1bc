import type { Choice, ChoiceDelta, Completion, CompletionChunk, ReportedUsage, ToolCallDelta } from '../completion.js';
import { encodeLogprobs } from '../token-logprobs.js';

/**
 * A whole answer as OpenAI's chat completion object, every field that clients read present.
 * @param model the id under which the caller finds the model.
 * @param functions whether the caller reads a call in the older form, by functions: the first, since it asked for one.
 */
export function encodeCompletion(completion: Completion, model: string, functions = false): object {
  return {
    id: completion.id,
    object: 'chat.completion',
    created: completion.created,
    model,
    choices: completion.choices.map((each) => choice(each, functions)),
    usage: completion.usage && usage(completion.usage),
    system_fingerprint: completion.systemFingerprint,
  };
}

/** One streamed piece as OpenAI's chunk object. @param functions as of `encodeCompletion`. */
export function encodeChunk(chunk: CompletionChunk, model: string, functions = false): object {
  return {
    id: chunk.id,
    object: 'chat.completion.chunk',
    created: chunk.created,
    model,
    system_fingerprint: chunk.systemFingerprint,
    choices: chunk.choices.map((each) => choiceDelta(each, functions)),
    usage: chunk.usage && usage(chunk.usage),
  };
}

function choice(choice: Choice, functions: boolean): object {
  const [first] = choice.toolCalls;
  return {
    index: choice.index,
    message: {
      role: 'assistant',
      content: choice.content,
      refusal: choice.refusal,
      reasoning_content: choice.reasoning,
      function_call: functions && first ? { name: first.name, arguments: first.arguments } : undefined,
      tool_calls:
        choice.toolCalls.length > 0 && !functions
          ? choice.toolCalls.map((call) => ({
              id: call.id,
              type: 'function',
              function: { name: call.name, arguments: call.arguments },
            }))
          : undefined,
    },
    logprobs: encodeLogprobs(choice.logprobs),
    finish_reason: finishReason(choice.finishReason ?? 'stop', functions),
  };
}

const finishReason = (reason: string | null, functions: boolean): string | null =>
  functions && reason === 'tool_calls' ? 'function_call' : reason;

function choiceDelta(choice: ChoiceDelta, functions: boolean): object {
  const first = choice.toolCalls.filter(({ index }) => index === 0);
  return {
    index: choice.index,
    delta: {
      role: choice.role,
      content: choice.content,
      refusal: choice.refusal,
      reasoning_content: choice.reasoning,
      function_call: functions && first.length > 0 ? functionDelta(first) : undefined,
      tool_calls:
        choice.toolCalls.length > 0 && !functions
          ? choice.toolCalls.map((call) => ({
              index: call.index,
              id: call.id,
              type: call.id === undefined ? undefined : 'function', // named once, with the id
              function: { name: call.name, arguments: call.arguments },
            }))
          : undefined,
    },
    logprobs: encodeLogprobs(choice.logprobs),
    finish_reason: finishReason(choice.finishReason, functions),
  };
}

/** The pieces of one call that came at once. */
const functionDelta = (pieces: readonly ToolCallDelta[]): object => ({
  name: pieces.find(({ name }) => name !== undefined)?.name,
  arguments: pieces.map((piece) => piece.arguments ?? '').join(''),
});

const usage = (reported: ReportedUsage): object => ({
  prompt_tokens: reported.promptTokens,
  completion_tokens: reported.completionTokens,
  total_tokens: reported.promptTokens + reported.completionTokens,
  prompt_tokens_details: { cached_tokens: reported.cachedTokens },
  completion_tokens_details: { reasoning_tokens: reported.reasoningTokens },
});
