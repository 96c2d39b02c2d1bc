import { DomainError } from '@radiant/kernel';
import type { Completion, CompletionToolCall, ReportedUsage } from '../completion.js';
import { asCount, asFields, asList, asText, type Fields } from '../json-reader.js';
import { answerFields, malformed } from '../provider-answer.js';

/** Between the parts of what a model thought. */
export const BETWEEN_THOUGHTS = '\n\n';

/** A whole answer of `POST /v1/responses` to canonical. @throws DomainError `provider_error`, or as `responseFailure` says. */
export function decodeResponse(text: string): Completion {
  const body = answerFields(text);
  const status = asText(body['status']);
  if (status === 'failed') throw responseFailure(asFields(body['error']));
  if (status !== 'completed' && status !== 'incomplete') return malformed();
  const items = asList(body['output']).map((item) => asFields(item) ?? malformed());
  const parts = items
    .filter((item) => item['type'] === 'message')
    .flatMap(({ content }) => asList(content).map(asFields));
  const content = joined(parts, 'output_text', 'text', '');
  const refusal = joined(parts, 'refusal', 'refusal', '');
  const toolCalls = items.filter((item) => item['type'] === 'function_call').map(toolCall);
  return {
    id: asText(body['id']) ?? '',
    created: asCount(body['created_at']) ?? 0,
    systemFingerprint: undefined,
    choices: [
      {
        index: 0,
        finishReason: responseEnd(body, toolCalls.length > 0),
        content: content ?? (refusal === undefined && toolCalls.length === 0 ? '' : null),
        refusal: refusal ?? null,
        reasoning: reasoning(items),
        toolCalls,
        logprobs: undefined,
      },
    ],
    usage: responseUsage(body['usage']),
  };
}

/** The provider's own message is not read: it may quote the prompt. */
export const responseFailure = (error: Fields | undefined): DomainError =>
  error?.['code'] === 'rate_limit_exceeded'
    ? new DomainError('service_unavailable', 'the provider is overloaded', { retryAfterSeconds: 1 })
    : new DomainError('provider_error', 'the provider reported an error while answering');

/** A chat's word for why a response ended. */
export function responseEnd(body: Fields, called: boolean): string {
  if (body['status'] === 'incomplete') {
    return asFields(body['incomplete_details'])?.['reason'] === 'content_filter' ? 'content_filter' : 'length';
  }
  return called ? 'tool_calls' : 'stop';
}

/** Undefined unless both sums are there: a half count would bill half. */
export function responseUsage(value: unknown): ReportedUsage | undefined {
  const usage = asFields(value);
  const promptTokens = asCount(usage?.['input_tokens']);
  const completionTokens = asCount(usage?.['output_tokens']);
  if (promptTokens === undefined || completionTokens === undefined) return undefined;
  const cached = asCount(asFields(usage?.['input_tokens_details'])?.['cached_tokens']) ?? 0;
  const reasoned = asCount(asFields(usage?.['output_tokens_details'])?.['reasoning_tokens']) ?? 0;
  return {
    promptTokens,
    completionTokens,
    cachedTokens: Math.min(cached, promptTokens),
    reasoningTokens: Math.min(reasoned, completionTokens),
    asSent: { form: 'openai_responses', fields: usage },
  };
}

/** Its summary, or all of it from providers that show it. */
function reasoning(items: readonly Fields[]): string | undefined {
  const thoughts = items.filter((item) => item['type'] === 'reasoning');
  const summaries = thoughts.flatMap(({ summary }) => asList(summary).map(asFields));
  const whole = thoughts.flatMap(({ content }) => asList(content).map(asFields));
  return (
    joined(summaries, 'summary_text', 'text', BETWEEN_THOUGHTS) ??
    joined(whole, 'reasoning_text', 'text', BETWEEN_THOUGHTS)
  );
}

function joined(
  parts: readonly (Fields | undefined)[],
  type: string,
  field: string,
  between: string,
): string | undefined {
  const texts = parts.filter((part) => part?.['type'] === type).map((part) => asText(part?.[field]) ?? malformed());
  return texts.length === 0 ? undefined : texts.join(between);
}

const toolCall = (item: Fields): CompletionToolCall => ({
  id: asText(item['call_id']) ?? malformed(),
  name: asText(item['name']) ?? malformed(),
  arguments: asText(item['arguments']) ?? malformed(),
});
