import { COUNTED_AT_ONCE, type TokenCounter } from '@radiant/billing';
import { DomainError } from '@radiant/kernel';
import type { ChoiceDelta, CompletionChunk, ReportedUsage } from '@radiant/protocol';
import type { AssembledCompletion } from '../cache/assembled-completion.js';
import { GrowingText } from '../growing-text.js';
import type { ModelProvider, UpstreamCall } from '../ports/model-provider.js';
import { StreamedReply } from '../reply-message.js';
import type { ChatDialect, ChatStreamDecoder } from './chat-dialect.js';

/** UTF-16 units that are kept to be counted at the end, of an answer that nobody else needs as a whole. */
const MOST_HELD = 32_000;

/** What becomes of a streamed answer. */
export interface Keeping {
  /** Whether its message is needed at the end. */
  readonly message: boolean;
  /** All of it so far, where it may be kept. */
  readonly assembled: AssembledCompletion | undefined;
}

/**
 * A streamed answer that has begun to say something, and what has arrived of it. Texts are counted if the provider says no
 * usage, and kept nowhere: of long ones the beginning is counted and forgotten while they arrive.
 */
export class StreamedAnswer {
  /** Of texts that have been forgotten. */
  countedTokens = 0;
  private held = 0;

  usage: ReportedUsage | undefined;
  readonly reply = new StreamedReply();
  /**
   * Every text that is no part of the reply, in one piece: of pieces that were cut within words a tokenizer makes many times
   * as much.
   */
  private readonly others = new Map<string, GrowingText>();
  private speaks = false;
  /** What arrived up to the first words, them included. */
  first: readonly CompletionChunk[] = [];
  private ended = false;

  private constructor(
    private readonly decoder: ChatStreamDecoder,
    private readonly pieces: AsyncIterator<string>,
    private readonly signal: AbortSignal,
    private readonly tokens: TokenCounter,
    private readonly keeping: Keeping,
  ) {}

  /**
   * Resolves at the first words: what comes before them has nothing in it that a caller could miss, so until then another
   * provider may answer in the place of this one. @throws DomainError of a ModelProvider; then nothing is left open.
   */
  static async begin(
    provider: ModelProvider,
    { upstream, dialect }: { readonly upstream: UpstreamCall; readonly dialect: ChatDialect },
    tokens: TokenCounter,
    keeping: Keeping,
  ): Promise<StreamedAnswer> {
    const pieces = (await provider.stream(upstream))[Symbol.asyncIterator]();
    const answer = new StreamedAnswer(dialect.stream(), pieces, upstream.signal, tokens, keeping);
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

  /** All that arrived so far and has not been counted yet. */
  get texts(): readonly string[] {
    return [...this.reply.texts, ...[...this.others.values()].map(({ text }) => text)];
  }

  get assembled(): AssembledCompletion | undefined {
    return this.keeping.assembled;
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
    if (this.held >= MOST_HELD && !this.keeping.message) await this.forget();
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

  /** Counts what has come in whole windows, so that it comes to the same as at the end. */
  private async forget(): Promise<void> {
    this.held = 0;
    for (const growing of [...this.reply.growing, ...this.others.values()]) {
      const { text } = growing;
      const units = text.length - (text.length % COUNTED_AT_ONCE);
      if (units === 0) continue;
      const counted = await this.tokens.count([text.slice(0, units)]).catch(() => undefined);
      if (counted === undefined) return; // it is counted at the end, with the rest
      this.countedTokens += counted;
      growing.drop(units);
    }
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
    if (choice !== 0) return this.add(`${choice} ${place}`, text);
    this.hold(text); // the first is the reply
  }

  private add(place: string, text: string): void {
    this.hold(text);
    const others = this.others.get(place) ?? new GrowingText();
    this.others.set(place, others);
    others.add(text);
  }

  private hold(text: string): void {
    this.speaks = true;
    this.held += text.length;
  }
}

export const brokenOff = (): DomainError => new DomainError('provider_error', "the provider's answer broke off");
