import type { Choice, ChoiceDelta, Completion, CompletionChunk } from '@radiant/protocol';

/** A whole answer as a provider would have streamed it: each text in one piece, then why it ended, then the usage. */
export function completionChunks(completion: Completion): readonly CompletionChunk[] {
  const { id, created, systemFingerprint, choices, usage } = completion;
  const head = { id, created, systemFingerprint };
  const said = choices
    .flatMap(deltas)
    .map((delta): CompletionChunk => ({ ...head, choices: [delta], usage: undefined }));
  return usage ? [...said, { ...head, choices: [], usage }] : said;
}

function deltas(choice: Choice): readonly ChoiceDelta[] {
  const { index, content, refusal, reasoning, toolCalls, logprobs } = choice;
  const delta = (over: Partial<ChoiceDelta>): ChoiceDelta => ({
    index,
    role: undefined,
    content: undefined,
    refusal: undefined,
    reasoning: undefined,
    toolCalls: [],
    finishReason: null,
    logprobs: undefined,
    ...over,
  });
  return [
    delta({ role: 'assistant', reasoning }),
    ...(content === null && refusal === null
      ? []
      : [delta({ content: content ?? undefined, refusal: refusal ?? undefined, logprobs })]),
    ...(toolCalls.length === 0 ? [] : [delta({ toolCalls: toolCalls.map((call, at) => ({ index: at, ...call })) })]),
    delta({ finishReason: choice.finishReason, stopSequence: choice.stopSequence }),
  ];
}
