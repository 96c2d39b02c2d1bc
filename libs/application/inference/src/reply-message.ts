import type { ChoiceDelta, Completion, Message, ToolCall } from '@radiant/protocol';
import { GrowingText } from './growing-text.js';

/** The first choice of a whole answer, as it came, as a message of the conversation. */
export function replyMessage({ choices }: Completion): Message | undefined {
  const [choice] = choices;
  return choice && assistant(choice.content, choice.refusal ?? undefined, choice.toolCalls);
}

/** Puts the first choice of a streamed answer together, as it came. */
export class StreamedReply {
  /** Why the model stopped; null while it has not. */
  finishReason: string | null = null;
  private content: GrowingText | undefined;
  private refusal: GrowingText | undefined;
  private readonly toolCalls = new Map<number, { id: string; name: string; readonly arguments: GrowingText }>();

  take({ index, content, refusal, toolCalls, finishReason }: ChoiceDelta): void {
    if (index !== 0) return;
    if (finishReason !== null) this.finishReason = finishReason;
    if (content !== undefined) (this.content ??= new GrowingText()).add(content);
    if (refusal !== undefined) (this.refusal ??= new GrowingText()).add(refusal);
    for (const piece of toolCalls) {
      const call = this.toolCalls.get(piece.index) ?? { id: '', name: '', arguments: new GrowingText() };
      call.id ||= piece.id ?? '';
      call.name += piece.name ?? '';
      if (piece.arguments) call.arguments.add(piece.arguments);
      this.toolCalls.set(piece.index, call);
    }
  }

  /** What it says so far, each text in one piece; of a call its name and arguments. */
  get texts(): readonly string[] {
    const calls = [...this.toolCalls.values()].map((call) => call.name + call.arguments.text);
    return [this.content?.text, this.refusal?.text, ...calls].flatMap((text) => (text ? [text] : []));
  }

  /** Those that may become long, to be forgotten from their beginning when nobody needs the message. */
  get growing(): readonly GrowingText[] {
    const calls = [...this.toolCalls.values()].map((call) => call.arguments);
    return [this.content, this.refusal, ...calls].flatMap((text) => (text ? [text] : []));
  }

  get message(): Message {
    const calls = [...this.toolCalls.values()].map((call) => ({ ...call, arguments: call.arguments.text }));
    return assistant(this.content?.text ?? null, this.refusal?.text, calls);
  }
}

const assistant = (content: string | null, refusal: string | undefined, calls: readonly ToolCall[]): Message => ({
  role: 'assistant',
  content,
  name: undefined,
  refusal,
  toolCalls: calls.map((call) => ({ id: call.id, name: call.name, arguments: call.arguments })),
  toolCallId: undefined,
  functionCall: undefined,
});
