import type { Completion, CompletionChunk, ReportedUsage } from '../completion.js';

/** A chat answer as OpenAI's text completion object. @param model the id under which the caller finds the model. */
export const encodeTextCompletion = (completion: Completion, model: string): object => ({
  ...head(completion, model),
  choices: completion.choices.map(({ index, content, refusal, finishReason }) =>
    choice(index, content ?? refusal ?? '', finishReason ?? 'stop'),
  ),
  usage: completion.usage && usage(completion.usage),
});

/** One streamed piece. */
export const encodeTextChunk = (chunk: CompletionChunk, model: string): object => ({
  ...head(chunk, model),
  choices: chunk.choices.map(({ index, content, refusal, finishReason }) =>
    choice(index, content ?? refusal ?? '', finishReason),
  ),
  usage: chunk.usage && usage(chunk.usage),
});

const head = (
  { id, created, systemFingerprint }: Pick<Completion, 'id' | 'created' | 'systemFingerprint'>,
  model: string,
): object => ({
  id: id.replace(/^chatcmpl-/, 'cmpl-'),
  object: 'text_completion',
  created,
  model,
  system_fingerprint: systemFingerprint,
});

const choice = (index: number, text: string, finishReason: string | null): object => ({
  index,
  text,
  logprobs: null,
  finish_reason: finishReason,
});

const usage = ({ promptTokens, completionTokens }: ReportedUsage): object => ({
  prompt_tokens: promptTokens,
  completion_tokens: completionTokens,
  total_tokens: promptTokens + completionTokens,
});
