import type { Thought } from '../chat-request.js';
import type { Completion, CompletionToolCall, ReportedUsage } from '../completion.js';
import { asCount, asFields, asList, asText, type Fields } from '../json-reader.js';
import { answerFields, malformed } from '../provider-answer.js';

/** A whole answer of `POST /v1/messages` to canonical. @throws DomainError `provider_error` when it is none. */
export function decodeMessage(text: string): Completion {
  const body = answerFields(text);
  const blocks = asList(body['content']).map((block) => asFields(block) ?? malformed());
  if (asText(body['role']) !== 'assistant') malformed();
  const content = joined(blocks, 'text', 'text');
  const reasoning = joined(blocks, 'thinking', 'thinking');
  const toolCalls = blocks.filter((block) => block['type'] === 'tool_use').map(toolCall);
  return {
    id: asText(body['id']) ?? '',
    created: 0, // the API does not say
    systemFingerprint: undefined,
    choices: [
      {
        index: 0,
        finishReason: finishReason(asText(body['stop_reason'])) ?? 'stop',
        stopSequence: asText(body['stop_sequence']),
        content: content ?? (toolCalls.length > 0 ? null : ''),
        refusal: null,
        reasoning,
        thoughts: thoughts(blocks),
        toolCalls,
        logprobs: undefined,
      },
    ],
    usage: messagesUsage(asFields(body['usage'])),
  };
}

/** OpenAI's word for why an answer ended; undefined while it has not. */
export function finishReason(stopReason: string | undefined): string | undefined {
  switch (stopReason) {
    case undefined:
      return undefined;
    case 'max_tokens':
    case 'model_context_window_exceeded':
      return 'length';
    case 'tool_use':
      return 'tool_calls';
    case 'refusal':
      return 'content_filter';
    default:
      return 'stop';
  }
}

/**
 * Anthropic counts what was read from and written to its cache beside `input_tokens`; OpenAI's sum holds them. Undefined
 * unless both sums are there: a half count would bill half.
 */
export function messagesUsage(usage: Fields | undefined): ReportedUsage | undefined {
  const input = asCount(usage?.['input_tokens']);
  const output = asCount(usage?.['output_tokens']);
  if (input === undefined || output === undefined) return undefined;
  const read = asCount(usage?.['cache_read_input_tokens']) ?? 0;
  const written = asCount(usage?.['cache_creation_input_tokens']) ?? 0;
  return {
    promptTokens: input + read + written,
    completionTokens: output,
    cachedTokens: read,
    reasoningTokens: 0,
    asSent: { form: 'anthropic', fields: usage },
  };
}

function joined(blocks: readonly Fields[], type: string, field: string): string | undefined {
  const texts = blocks.filter((block) => block['type'] === type).map((block) => asText(block[field]) ?? malformed());
  return texts.length === 0 ? undefined : texts.join('');
}

function thoughts(blocks: readonly Fields[]): readonly Thought[] | undefined {
  const found = blocks.flatMap((block): Thought[] => {
    switch (block['type']) {
      case 'thinking':
        return [
          { kind: 'said', text: asText(block['thinking']) ?? malformed(), signature: asText(block['signature']) },
        ];
      case 'redacted_thinking':
        return [{ kind: 'sealed', data: asText(block['data']) ?? malformed() }];
      default:
        return [];
    }
  });
  return found.length === 0 ? undefined : found;
}

const toolCall = (block: Fields): CompletionToolCall => ({
  id: asText(block['id']) ?? malformed(),
  name: asText(block['name']) ?? malformed(),
  arguments: JSON.stringify(asFields(block['input']) ?? {}),
});
