import type { Choice, ChoiceDelta, Completion, CompletionChunk, ReportedUsage } from '../completion.js';
import { encodeLogprobs } from '../token-logprobs.js';

/**
 * A whole answer as OpenAI's chat completion object, every field that clients read present.
 * @param model the id under which the caller finds the model.
 */
export function encodeCompletion(completion: Completion, model: string): object {
  return {
    id: completion.id,
    object: 'chat.completion',
    created: completion.created,
    model,
    choices: completion.choices.map(choice),
    usage: completion.usage && usage(completion.usage),
    system_fingerprint: completion.systemFingerprint,
  };
}

/** One streamed piece as OpenAI's chunk object. */
export function encodeChunk(chunk: CompletionChunk, model: string): object {
  return {
    id: chunk.id,
    object: 'chat.completion.chunk',
    created: chunk.created,
    model,
    system_fingerprint: chunk.systemFingerprint,
    choices: chunk.choices.map(choiceDelta),
    usage: chunk.usage && usage(chunk.usage),
  };
}

function choice(choice: Choice): object {
  return {
    index: choice.index,
    message: {
      role: 'assistant',
      content: choice.content,
      refusal: choice.refusal,
      reasoning_content: choice.reasoning,
      tool_calls:
        choice.toolCalls.length > 0
          ? choice.toolCalls.map((call) => ({
              id: call.id,
              type: 'function',
              function: { name: call.name, arguments: call.arguments },
            }))
          : undefined,
    },
    logprobs: encodeLogprobs(choice.logprobs),
    finish_reason: choice.finishReason ?? 'stop',
  };
}

function choiceDelta(choice: ChoiceDelta): object {
  return {
    index: choice.index,
    delta: {
      role: choice.role,
      content: choice.content,
      refusal: choice.refusal,
      reasoning_content: choice.reasoning,
      tool_calls:
        choice.toolCalls.length > 0
          ? choice.toolCalls.map((call) => ({
              index: call.index,
              id: call.id,
              type: call.id === undefined ? undefined : 'function', // named once, with the id
              function: { name: call.name, arguments: call.arguments },
            }))
          : undefined,
    },
    logprobs: encodeLogprobs(choice.logprobs),
    finish_reason: choice.finishReason,
  };
}

const usage = (reported: ReportedUsage): object => ({
  prompt_tokens: reported.promptTokens,
  completion_tokens: reported.completionTokens,
  total_tokens: reported.promptTokens + reported.completionTokens,
  prompt_tokens_details: { cached_tokens: reported.cachedTokens },
  completion_tokens_details: { reasoning_tokens: reported.reasoningTokens },
});
