import { restoreText } from '@radiant/phi';
import type { Choice, Completion } from '@radiant/protocol';

/** Puts the originals back into every text of a whole answer. */
export function restoreCompletion(completion: Completion, originals: ReadonlyMap<string, string>): Completion {
  if (originals.size === 0) return completion;
  const text = (value: string): string => restoreText(value, originals, 'none');
  return {
    id: completion.id,
    created: completion.created,
    systemFingerprint: completion.systemFingerprint,
    choices: completion.choices.map((choice): Choice => ({
      index: choice.index,
      finishReason: choice.finishReason,
      content: choice.content === null ? null : text(choice.content),
      refusal: choice.refusal === null ? null : text(choice.refusal),
      reasoning: choice.reasoning === undefined ? undefined : text(choice.reasoning),
      toolCalls: choice.toolCalls.map((call) => ({
        id: call.id,
        name: call.name,
        arguments: restoreText(call.arguments, originals, 'json'),
      })),
      logprobs: choice.logprobs,
    })),
    usage: completion.usage,
  };
}

/** Every text of a whole answer, as it came. */
export const completionTexts = (completion: Completion): string[] =>
  completion.choices.flatMap((choice) => [
    ...[choice.content, choice.refusal, choice.reasoning].filter((text) => typeof text === 'string'),
    ...choice.toolCalls.map((call) => call.name + call.arguments),
  ]);
