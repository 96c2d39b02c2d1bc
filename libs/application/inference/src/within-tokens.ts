import { DomainError } from '@radiant/kernel';
import type { ChatRequest } from '@radiant/protocol';

/**
 * The request with at most `most` tokens of answers, all of its choices together: what it asks for beyond that is refused,
 * and where it asks for nothing the limit is asked for. @throws DomainError `validation_error` naming the field.
 */
export function withinTokens(request: ChatRequest, most: number): ChatRequest {
  const { sampling } = request;
  const choices = sampling.choices ?? 1;
  const each = Math.floor(most / choices);
  if (each < 1) throw beyond('n', `at most ${most}`);
  for (const [field, asked] of [
    ['max_tokens', sampling.maxTokens],
    ['max_completion_tokens', sampling.maxCompletionTokens],
  ] as const) {
    if (asked !== undefined && asked > each)
      throw beyond(field, `at most ${each}${choices > 1 ? ' for each choice' : ''}`);
  }
  if (sampling.maxTokens !== undefined || sampling.maxCompletionTokens !== undefined) return request;
  return { ...request, sampling: { ...sampling, maxTokens: each } };
}

const beyond = (field: string, expected: string): DomainError =>
  new DomainError('validation_error', `${field} must be ${expected}: the tenant limits the tokens of a request`, {
    field,
  });
