import { DomainError } from '@radiant/kernel';
import type {
  Choice,
  ChoiceDelta,
  Completion,
  CompletionChunk,
  CompletionToolCall,
  ReportedUsage,
  ToolCallDelta,
} from '../completion.js';
import { asCount, asFields, asList, asText, type Fields } from '../json-reader.js';
import { answerFields, malformed } from '../provider-answer.js';
import { decodeLogprobs } from '../token-logprobs.js';

/** An upstream's whole answer to canonical. @throws DomainError `provider_error` when it is not a chat completion. */
export function decodeCompletion(text: string): Completion {
  const body = answerFields(text);
  const choices = asList(body['choices']);
  if (choices.length === 0) malformed();
  return { ...head(body), choices: choices.map(choice), usage: usage(body['usage']) };
}

/** The data of one event to canonical. @throws DomainError `provider_error` for an error event or anything else. */
export function decodeChunk(data: string): CompletionChunk {
  const body = answerFields(data);
  if (body['error']) throw new DomainError('provider_error', 'the provider reported an error while answering');
  const reported = usage(body['usage']);
  if (!Array.isArray(body['choices']) && !reported) malformed(); // some send usage with null in their place
  return { ...head(body), choices: asList(body['choices']).map(choiceDelta), usage: reported };
}

/** `data: [DONE]` closes a stream. */
export const isDone = (data: string): boolean => data === '[DONE]' || data === '"[DONE]"';

const head = (body: Fields): Pick<Completion, 'id' | 'created' | 'systemFingerprint'> => ({
  id: asText(body['id']) ?? '',
  created: asCount(body['created']) ?? 0,
  systemFingerprint: asText(body['system_fingerprint']),
});

function choice(value: unknown, position: number): Choice {
  const body = asFields(value) ?? malformed();
  const message = asFields(body['message']) ?? malformed();
  return {
    index: asCount(body['index']) ?? position,
    finishReason: asText(body['finish_reason']) ?? null,
    content: content(message['content']) ?? null,
    refusal: asText(message['refusal']) ?? null,
    reasoning: reasoning(message),
    toolCalls: asList(message['tool_calls']).map(toolCall),
    logprobs: decodeLogprobs(body['logprobs']),
  };
}

function toolCall(value: unknown): CompletionToolCall {
  const body = asFields(value) ?? malformed();
  const called = asFields(body['function']) ?? malformed();
  return {
    id: asText(body['id']) ?? malformed(),
    name: asText(called['name']) ?? malformed(),
    arguments: callArguments(called['arguments']) ?? '',
  };
}

function choiceDelta(value: unknown, position: number): ChoiceDelta {
  const body = asFields(value) ?? malformed();
  const delta = asFields(body['delta']) ?? {};
  return {
    index: asCount(body['index']) ?? position,
    role: asText(delta['role']),
    content: content(delta['content']),
    refusal: asText(delta['refusal']),
    reasoning: reasoning(delta),
    toolCalls: asList(delta['tool_calls']).map(toolCallDelta),
    finishReason: asText(body['finish_reason']) ?? null,
    logprobs: decodeLogprobs(body['logprobs']),
  };
}

function toolCallDelta(value: unknown, position: number): ToolCallDelta {
  const body = asFields(value) ?? malformed();
  const called = asFields(body['function']);
  return {
    index: asCount(body['index']) ?? position,
    id: asText(body['id']),
    name: asText(called?.['name']),
    arguments: callArguments(called?.['arguments']),
  };
}

/** Some upstreams say it in parts, of which the texts are the answer. */
function content(value: unknown): string | undefined {
  if (!Array.isArray(value)) return asText(value);
  return asList(value)
    .map((part) => asText(asFields(part)?.['text']) ?? '')
    .join('');
}

/** Some upstreams write the object itself in the place of its JSON. */
function callArguments(value: unknown): string | undefined {
  const object = asFields(value);
  return object ? JSON.stringify(object) : asText(value);
}

/** Some upstreams call it `reasoning`. */
const reasoning = (body: Fields): string | undefined => asText(body['reasoning_content']) ?? asText(body['reasoning']);

/** Undefined unless both sums are there: a half count would bill half. */
function usage(value: unknown): ReportedUsage | undefined {
  const body = asFields(value);
  const promptTokens = asCount(body?.['prompt_tokens']);
  const completionTokens = asCount(body?.['completion_tokens']);
  if (promptTokens === undefined || completionTokens === undefined) return undefined;
  const cached = asCount(asFields(body?.['prompt_tokens_details'])?.['cached_tokens']) ?? 0;
  const reasoning = asCount(asFields(body?.['completion_tokens_details'])?.['reasoning_tokens']) ?? 0;
  return {
    promptTokens,
    completionTokens,
    cachedTokens: Math.min(cached, promptTokens),
    reasoningTokens: Math.min(reasoning, completionTokens),
    asSent: { form: 'openai', fields: body },
  };
}
