import type { ChoiceDelta, Completion, CompletionChunk, ReportedUsage } from '@radiant/protocol';

interface OpenChoice {
  content: string | undefined;
  refusal: string | undefined;
  reasoning: string | undefined;
  finishReason: string | null;
  stopSequence: string | undefined;
  logprobs: ChoiceDelta['logprobs'];
  readonly toolCalls: Map<number, { id: string; name: string; arguments: string }>;
}

/** Puts a streamed answer together, as it came. */
export class AssembledCompletion {
  private head: Pick<Completion, 'id' | 'created' | 'systemFingerprint'> | undefined;
  private usage: ReportedUsage | undefined;
  private readonly choices = new Map<number, OpenChoice>();

  take(chunk: CompletionChunk): void {
    const { id, created, systemFingerprint, choices, usage } = chunk;
    this.head ??= { id, created, systemFingerprint };
    this.usage = usage ?? this.usage;
    for (const delta of choices) this.note(delta);
  }

  /** Undefined before the first piece. */
  get completion(): Completion | undefined {
    return (
      this.head && {
        ...this.head,
        choices: [...this.choices]
          .sort(([a], [b]) => a - b)
          .map(([index, choice]) => ({
            index,
            finishReason: choice.finishReason,
            stopSequence: choice.stopSequence,
            content: choice.content ?? null,
            refusal: choice.refusal ?? null,
            reasoning: choice.reasoning,
            toolCalls: [...choice.toolCalls.values()],
            logprobs: choice.logprobs,
          })),
        usage: this.usage,
      }
    );
  }

  private note(delta: ChoiceDelta): void {
    const choice = this.choice(delta.index);
    choice.content = joined(choice.content, delta.content);
    choice.refusal = joined(choice.refusal, delta.refusal);
    choice.reasoning = joined(choice.reasoning, delta.reasoning);
    choice.finishReason = delta.finishReason ?? choice.finishReason;
    choice.stopSequence = delta.stopSequence ?? choice.stopSequence;
    choice.logprobs = delta.logprobs ?? choice.logprobs;
    for (const piece of delta.toolCalls) {
      const call = choice.toolCalls.get(piece.index) ?? { id: '', name: '', arguments: '' };
      call.id ||= piece.id ?? '';
      call.name += piece.name ?? '';
      call.arguments += piece.arguments ?? '';
      choice.toolCalls.set(piece.index, call);
    }
  }

  private choice(index: number): OpenChoice {
    let choice = this.choices.get(index);
    if (!choice) {
      choice = {
        content: undefined,
        refusal: undefined,
        reasoning: undefined,
        finishReason: null,
        stopSequence: undefined,
        logprobs: undefined,
        toolCalls: new Map(),
      };
      this.choices.set(index, choice);
    }
    return choice;
  }
}

const joined = (text: string | undefined, piece: string | undefined): string | undefined =>
  piece === undefined ? text : (text ?? '') + piece;
