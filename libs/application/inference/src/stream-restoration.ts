import {
  AnswerRestorer,
  ArgumentsRestorer,
  type StreamRestorer,
  type Escaping,
  type ReturnedOriginals,
} from '@radiant/phi';
import type { ChoiceDelta, CompletionChunk, TokenLogprobs, ToolCallDelta } from '@radiant/protocol';
import { LogprobsRestoration } from './token-restoration.js';

type Field = 'content' | 'refusal' | 'reasoning';
const FIELDS: readonly Field[] = ['content', 'refusal', 'reasoning'];

/** The open texts of one choice: each has a placeholder of its own that may still be arriving. */
interface OpenChoice {
  readonly texts: Map<Field, StreamRestorer>;
  readonly toolArguments: Map<number, StreamRestorer>;
  /** Few answers have them. */
  logprobs: LogprobsRestoration | undefined;
}

/** Puts the originals back into a streamed answer, piece by piece, holding back only what may become a placeholder. */
export class StreamRestoration {
  private readonly open = new Map<number, OpenChoice>();
  private readonly restorers: StreamRestorer[] = [];
  private last: CompletionChunk | undefined;

  /**
   * @param toolNames a tool's name as it left, to the caller's.
   * @param escaping of what is said (`saidEscaping`).
   */
  constructor(
    private readonly returned: ReturnedOriginals,
    private readonly toolNames: ReadonlyMap<string, string> = new Map(),
    private readonly escaping: Escaping = 'none',
  ) {}

  /** How many placeholders have been replaced so far. */
  get restored(): number {
    return this.restorers.reduce((sum, restorer) => sum + restorer.restored, 0);
  }

  restore(chunk: CompletionChunk): CompletionChunk {
    if (this.returned.texts.size === 0 && this.toolNames.size === 0) return chunk;
    this.last = chunk;
    return withChoices(
      chunk,
      chunk.choices.map((choice) => this.restoreChoice(choice)),
    );
  }

  /** What was still held when the stream ended without closing its choices; undefined when nothing was. */
  end(): CompletionChunk | undefined {
    const choices = [...this.open].map(([index, open]) => this.flush(emptyDelta(index), open)).filter(hasText);
    this.open.clear();
    if (!this.last || choices.length === 0) return undefined;
    return withChoices({ ...this.last, usage: undefined }, choices);
  }

  private restoreChoice(delta: ChoiceDelta): ChoiceDelta {
    const open = this.choice(delta.index);
    const calls = delta.toolCalls.length > 0;
    const speaks = calls || Boolean(delta.content) || Boolean(delta.refusal);
    const restored: ChoiceDelta = {
      index: delta.index,
      role: delta.role,
      content: this.text(open, 'content', delta.content, calls),
      refusal: this.text(open, 'refusal', delta.refusal, calls),
      reasoning: this.text(open, 'reasoning', delta.reasoning, speaks || delta.seal !== undefined),
      seal: delta.seal,
      toolCalls: delta.toolCalls.map((call) => this.toolCall(open, call)),
      finishReason: delta.finishReason,
      stopSequence: delta.stopSequence === undefined ? undefined : this.whole(delta.stopSequence),
      logprobs: this.logprobs(open, delta.logprobs),
    };
    if (delta.seal) open.texts.delete('reasoning'); // the next thought is another text
    if (delta.finishReason === null) return restored;
    this.open.delete(delta.index);
    return this.flush(restored, open);
  }

  /** @param over whether something else follows: what is held comes before it. */
  private text(open: OpenChoice, field: Field, piece: string | undefined, over: boolean): string | undefined {
    let restorer = open.texts.get(field);
    if (piece !== undefined && !restorer) {
      restorer = this.noted(new AnswerRestorer(this.returned.texts, this.escapingOf(field)));
      open.texts.set(field, restorer);
    }
    const text = piece === undefined ? undefined : restorer?.push(piece);
    return over ? joined(text, restorer?.end() ?? '') : text;
  }

  private escapingOf(field: Field): Escaping {
    return field === 'content' ? this.escaping : 'none';
  }

  private toolCall(open: OpenChoice, call: ToolCallDelta): ToolCallDelta {
    const name = call.name === undefined ? undefined : (this.toolNames.get(call.name) ?? call.name);
    if (call.arguments === undefined) return { index: call.index, id: call.id, name, arguments: undefined };
    let restorer = open.toolArguments.get(call.index);
    if (!restorer) {
      restorer = this.noted(new ArgumentsRestorer(this.returned.toolArguments));
      open.toolArguments.set(call.index, restorer);
    }
    return { index: call.index, id: call.id, name, arguments: restorer.push(call.arguments) };
  }

  private logprobs(open: OpenChoice, logprobs: TokenLogprobs | undefined): TokenLogprobs | undefined {
    if (logprobs) open.logprobs ??= new LogprobsRestoration(this.returned.texts, this.escaping);
    return open.logprobs?.restore(logprobs, false);
  }

  private whole(text: string): string {
    const restorer = this.noted(new AnswerRestorer(this.returned.texts, 'none'));
    return restorer.push(text) + restorer.end();
  }

  private noted(restorer: StreamRestorer): StreamRestorer {
    this.restorers.push(restorer);
    return restorer;
  }

  /** Adds what is still held to the last delta of a choice. */
  private flush(delta: ChoiceDelta, open: OpenChoice): ChoiceDelta {
    const rest = (field: Field): string => open.texts.get(field)?.end() ?? '';
    const [content, refusal, reasoning] = FIELDS.map((field) => joined(delta[field], rest(field)));
    const toolRests = [...open.toolArguments].map(([index, restorer]) => ({ index, rest: restorer.end() }));
    return {
      index: delta.index,
      role: delta.role,
      content,
      refusal,
      reasoning,
      seal: delta.seal,
      toolCalls: [
        ...delta.toolCalls,
        ...toolRests
          .filter(({ rest }) => rest !== '')
          .map(({ index, rest }) => ({ index, id: undefined, name: undefined, arguments: rest })),
      ],
      finishReason: delta.finishReason,
      stopSequence: delta.stopSequence,
      logprobs: joinedLogprobs(delta.logprobs, open.logprobs?.restore(undefined, true)),
    };
  }

  private choice(index: number): OpenChoice {
    let open = this.open.get(index);
    if (!open) this.open.set(index, (open = { texts: new Map(), toolArguments: new Map(), logprobs: undefined }));
    return open;
  }
}

/** What has come, and what was held: they come in one piece where the last of them does. */
const joinedLogprobs = (come: TokenLogprobs | undefined, held: TokenLogprobs | undefined): TokenLogprobs | undefined =>
  come && held
    ? { content: both(come.content, held.content), refusal: both(come.refusal, held.refusal) }
    : (come ?? held);

const both = (come: TokenLogprobs['content'], held: TokenLogprobs['content']): TokenLogprobs['content'] =>
  come && held ? [...come, ...held] : (come ?? held);

const joined = (text: string | undefined, rest: string): string | undefined =>
  rest === '' ? text : (text ?? '') + rest;

const hasText = (delta: ChoiceDelta): boolean =>
  FIELDS.some((field) => delta[field] !== undefined) || delta.toolCalls.length > 0 || delta.logprobs !== undefined;

const emptyDelta = (index: number): ChoiceDelta => ({
  index,
  role: undefined,
  content: undefined,
  refusal: undefined,
  reasoning: undefined,
  toolCalls: [],
  finishReason: null,
  logprobs: undefined,
});

const withChoices = (chunk: CompletionChunk, choices: readonly ChoiceDelta[]): CompletionChunk => ({
  id: chunk.id,
  created: chunk.created,
  systemFingerprint: chunk.systemFingerprint,
  choices,
  usage: chunk.usage,
});
