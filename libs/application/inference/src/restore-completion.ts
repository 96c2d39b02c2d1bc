import type { Choice, Completion, Thought } from '@radiant/protocol';
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
    choices: completion.choices.map((choice): Choice => {
      const thoughts = choice.thoughts?.map((thought) => restoreThought(thought, text));
      return {
        index: choice.index,
        finishReason: choice.finishReason,
        stopSequence: choice.stopSequence === undefined ? undefined : text(choice.stopSequence),
        content: choice.content === null ? null : restoration.said(choice.content),
        refusal: choice.refusal === null ? null : text(choice.refusal),
        reasoning: thoughts ? saidIn(thoughts) : choice.reasoning === undefined ? undefined : text(choice.reasoning),
        thoughts,
        toolCalls: choice.toolCalls.map((call) => ({
          id: call.id,
          name: restoration.toolName(call.name),
          arguments: restoration.toolArguments(call.arguments),
        })),
        logprobs: restoration.logprobs(choice.logprobs),
      };
    }),
    usage: completion.usage,
  };
}

/** The signature stays as it came, whatever is put into what it signs. */
const restoreThought = (thought: Thought, restored: (text: string) => string): Thought =>
  thought.kind === 'sealed' ? thought : { kind: 'said', text: restored(thought.text), signature: thought.signature };

function saidIn(thoughts: readonly Thought[]): string | undefined {
  const said = thoughts.flatMap((thought) => (thought.kind === 'said' ? [thought.text] : []));
  return said.length === 0 ? undefined : said.join('');
}

/** Every text of a whole answer, as it came. */
export const completionTexts = (completion: Completion): string[] =>
  completion.choices.flatMap((choice) => [
    ...[choice.content, choice.refusal, choice.reasoning].filter((text) => typeof text === 'string'),
    ...choice.toolCalls.map((call) => call.name + call.arguments),
  ]);
