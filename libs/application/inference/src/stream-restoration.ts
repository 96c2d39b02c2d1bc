import { StreamRestorer, type Escaping, type ReturnedOriginals } from '@radiant/phi';
import type { ChoiceDelta, CompletionChunk, ToolCallDelta } from '@radiant/protocol';

type Field = 'content' | 'refusal' | 'reasoning';
const FIELDS: readonly Field[] = ['content', 'refusal', 'reasoning'];

/** The open texts of one choice: each has a placeholder of its own that may still be arriving. */
interface OpenChoice {
  readonly texts: Map<Field, StreamRestorer>;
  readonly toolArguments: Map<number, StreamRestorer>;
}

/** Puts the originals back into a streamed answer, piece by piece, holding back only what may become a placeholder. */
export class StreamRestoration {
  private readonly open = new Map<number, OpenChoice>();
  private readonly restorers: StreamRestorer[] = [];
  private last: CompletionChunk | undefined;

  /** @param toolNames a tool's name as it left, to the caller's. */
  constructor(
    private readonly returned: ReturnedOriginals,
    private readonly toolNames: ReadonlyMap<string, string> = new Map(),
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
    const restored: ChoiceDelta = {
      index: delta.index,
      role: delta.role,
      content: this.text(open, 'content', delta.content),
      refusal: this.text(open, 'refusal', delta.refusal),
      reasoning: this.text(open, 'reasoning', delta.reasoning),
      toolCalls: delta.toolCalls.map((call) => this.toolCall(open, call)),
      finishReason: delta.finishReason,
      stopSequence: delta.stopSequence === undefined ? undefined : this.whole(delta.stopSequence),
      logprobs: delta.logprobs,
    };
    if (delta.finishReason === null) return restored;
    this.open.delete(delta.index);
    return this.flush(restored, open);
  }

  private text(open: OpenChoice, field: Field, piece: string | undefined): string | undefined {
    if (piece === undefined) return undefined;
    let restorer = open.texts.get(field);
    if (!restorer) open.texts.set(field, (restorer = this.restorer(this.returned.texts, 'none')));
    return restorer.push(piece);
  }

  private toolCall(open: OpenChoice, call: ToolCallDelta): ToolCallDelta {
    const name = call.name === undefined ? undefined : (this.toolNames.get(call.name) ?? call.name);
    if (call.arguments === undefined) return { index: call.index, id: call.id, name, arguments: undefined };
    let restorer = open.toolArguments.get(call.index);
    if (!restorer) {
      restorer = this.restorer(this.returned.toolArguments, 'json');
      open.toolArguments.set(call.index, restorer);
    }
    return { index: call.index, id: call.id, name, arguments: restorer.push(call.arguments) };
  }

  private whole(text: string): string {
    const restorer = this.restorer(this.returned.texts, 'none');
    return restorer.push(text) + restorer.end();
  }

  private restorer(originals: ReadonlyMap<string, string>, escaping: Escaping): StreamRestorer {
    const restorer = new StreamRestorer(originals, escaping);
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
      toolCalls: [
        ...delta.toolCalls,
        ...toolRests
          .filter(({ rest }) => rest !== '')
          .map(({ index, rest }) => ({ index, id: undefined, name: undefined, arguments: rest })),
      ],
      finishReason: delta.finishReason,
      stopSequence: delta.stopSequence,
      logprobs: delta.logprobs,
    };
  }

  private choice(index: number): OpenChoice {
    let open = this.open.get(index);
    if (!open) this.open.set(index, (open = { texts: new Map(), toolArguments: new Map() }));
    return open;
  }
}

const joined = (text: string | undefined, rest: string): string | undefined =>
  rest === '' ? text : (text ?? '') + rest;

const hasText = (delta: ChoiceDelta): boolean =>
  FIELDS.some((field) => delta[field] !== undefined) || delta.toolCalls.length > 0;

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
