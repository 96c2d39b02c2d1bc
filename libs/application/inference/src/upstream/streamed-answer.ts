import { DomainError } from '@radiant/kernel';
import type { ChoiceDelta, CompletionChunk, ReportedUsage } from '@radiant/protocol';
import type { AssembledCompletion } from '../cache/assembled-completion.js';
import type { ModelProvider, UpstreamCall } from '../ports/model-provider.js';
import { StreamedReply } from '../reply-message.js';
import type { ChatDialect, ChatStreamDecoder } from './chat-dialect.js';

/**
 * A streamed answer that has begun to say something, and what has arrived of it. Texts are counted if the provider says no
 * usage, and kept nowhere.
 */
export class StreamedAnswer {
  usage: ReportedUsage | undefined;
  readonly reply = new StreamedReply();
  /**
   * Every text that is no part of the reply, in one piece: of pieces that were cut within words a tokenizer makes many times
   * as much.
   */
  private readonly others = new Map<string, string>();
  private speaks = false;
  /** What arrived up to the first words, them included. */
  first: readonly CompletionChunk[] = [];
  private ended = false;

  private constructor(
    private readonly decoder: ChatStreamDecoder,
    private readonly pieces: AsyncIterator<string>,
    private readonly signal: AbortSignal,
    /** All of it so far, where it may be kept. */
    readonly assembled: AssembledCompletion | undefined,
  ) {}

  /**
   * Resolves at the first words: what comes before them has nothing in it that a caller could miss, so until then another
   * provider may answer in the place of this one. @throws DomainError of a ModelProvider; then nothing is left open.
   */
  static async begin(
    provider: ModelProvider,
    { upstream, dialect }: { readonly upstream: UpstreamCall; readonly dialect: ChatDialect },
    assembled?: AssembledCompletion,
  ): Promise<StreamedAnswer> {
    const pieces = (await provider.stream(upstream))[Symbol.asyncIterator]();
    const answer = new StreamedAnswer(dialect.stream(), pieces, upstream.signal, assembled);
    try {
      const before: CompletionChunk[] = [];
      while (!answer.speaks && !answer.finished) {
        const chunks = await answer.next();
        if (!chunks) break;
        before.push(...chunks);
      }
      if (before.length === 0 || (!answer.speaks && !answer.finished)) throw brokenOff();
      answer.first = before;
      return answer;
    } catch (error) {
      await answer.close();
      throw error;
    }
  }

  /** All that arrived so far. */
  get texts(): readonly string[] {
    return [...this.reply.texts, ...this.others.values()];
  }

  /** Whether the provider has said that it is whole. */
  get finished(): boolean {
    return this.decoder.finished;
  }

  /**
   * The chunks of the next piece, as it was cut by the network; undefined after the last.
   * @throws DomainError of a ModelProvider.
   */
  async next(): Promise<readonly CompletionChunk[] | undefined> {
    if (this.ended || this.decoder.closed) return undefined; // some providers hold the connection open behind it
    const read = await this.read();
    if (read && !read.done) return this.noted(this.decoder.push(read.value));
    this.ended = true;
    return read && this.noted(this.decoder.end());
  }

  /** @returns undefined when the connection failed behind an answer that is whole: that is none the worse for it. */
  private async read(): Promise<IteratorResult<string> | undefined> {
    try {
      return await this.pieces.next();
    } catch (error) {
      if (!this.finished || this.signal.aborted) throw error;
      return undefined;
    }
  }

  /** Leaves the connection, if it is open still. */
  async close(): Promise<void> {
    await this.pieces.return?.();
  }

  private noted(chunks: readonly CompletionChunk[]): readonly CompletionChunk[] {
    for (const chunk of chunks) {
      const { usage, choices } = chunk;
      this.assembled?.take(chunk);
      if (usage) this.usage = usage;
      for (const choice of choices) this.note(choice);
    }
    return chunks;
  }

  private note(choice: ChoiceDelta): void {
    this.reply.take(choice);
    const { index, content, refusal, reasoning, toolCalls } = choice;
    if (reasoning) this.add(`${index} reasoning`, reasoning);
    if (content) this.say(index, 'content', content);
    if (refusal) this.say(index, 'refusal', refusal);
    for (const call of toolCalls) {
      const said = (call.name ?? '') + (call.arguments ?? '');
      if (said) this.say(index, `call ${call.index}`, said);
    }
  }

  private say(choice: number, place: string, text: string): void {
    this.speaks = true;
    if (choice !== 0) this.add(`${choice} ${place}`, text); // the first is the reply
  }

  private add(place: string, text: string): void {
    this.speaks = true;
    this.others.set(place, (this.others.get(place) ?? '') + text);
  }
}

export const brokenOff = (): DomainError => new DomainError('provider_error', "the provider's answer broke off");
