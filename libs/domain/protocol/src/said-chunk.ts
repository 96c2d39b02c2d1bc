import type { ChoiceDelta, CompletionChunk, ToolCallDelta } from './completion.js';
import { asText } from './json-reader.js';
import { malformed } from './provider-answer.js';

/** Of whom and when an answer is. */
export type ChunkHead = Pick<CompletionChunk, 'id' | 'created'>;

/** What a chunk adds to the one choice of an answer of a provider that knows no other. */
export function saidChunk(head: ChunkHead, said: Partial<Omit<ChoiceDelta, 'index' | 'logprobs'>>): CompletionChunk {
  const choice: ChoiceDelta = {
    index: 0,
    role: said.role,
    content: said.content,
    refusal: said.refusal,
    reasoning: said.reasoning,
    seal: said.seal,
    toolCalls: said.toolCalls ?? [],
    finishReason: said.finishReason ?? null,
    stopSequence: said.stopSequence,
    logprobs: undefined,
  };
  return { id: head.id, created: head.created, systemFingerprint: undefined, choices: [choice], usage: undefined };
}

/** None for an empty text. @throws DomainError `provider_error` when `value` is no text. */
export function textChunks(
  head: ChunkHead,
  field: 'content' | 'refusal' | 'reasoning',
  value: unknown,
): readonly CompletionChunk[] {
  const text = asText(value) ?? malformed();
  return text === '' ? [] : [saidChunk(head, { [field]: text })];
}

export const toolCallChunk = (head: ChunkHead, call: ToolCallDelta): CompletionChunk =>
  saidChunk(head, { toolCalls: [call] });
