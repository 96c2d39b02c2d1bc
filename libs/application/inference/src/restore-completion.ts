import type { Choice, Completion } from '@radiant/protocol';
import type { TextRestoration } from './text-restoration.js';

/** What becomes of each text of an answer, by where it stands. */
export type TextChange = Pick<TextRestoration, 'isEmpty' | 'said' | 'text' | 'toolName' | 'toolArguments' | 'logprobs'>;

/** Puts the originals back into every text of a whole answer. */
export function restoreCompletion(completion: Completion, restoration: TextChange): Completion {
  if (restoration.isEmpty) return completion;
  const text = (value: string): string => restoration.text(value);
  return {
    id: completion.id,
    created: completion.created,
    systemFingerprint: completion.systemFingerprint,
    choices: completion.choices.map((choice): Choice => ({
      index: choice.index,
      finishReason: choice.finishReason,
      stopSequence: choice.stopSequence === undefined ? undefined : text(choice.stopSequence),
      content: choice.content === null ? null : restoration.said(choice.content),
      refusal: choice.refusal === null ? null : text(choice.refusal),
      reasoning: choice.reasoning === undefined ? undefined : text(choice.reasoning),
      toolCalls: choice.toolCalls.map((call) => ({
        id: call.id,
        name: restoration.toolName(call.name),
        arguments: restoration.toolArguments(call.arguments),
      })),
      logprobs: restoration.logprobs(choice.logprobs),
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
