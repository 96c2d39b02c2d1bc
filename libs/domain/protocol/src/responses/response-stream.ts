import type { ChoiceDelta, CompletionChunk, ReportedUsage } from '../completion.js';
import { OpenCall, OpenMessage, OpenReasoning, type Emit, type OpenItem } from './open-items.js';
import { itemId } from './response-ids.js';
import { endStatus, responseObject, type ResponseHead, type ResponseState } from './response-head.js';

/** One event of a streamed response. */
export interface ResponseEvent {
  readonly type: string;
  /** From 0 on, without a gap. */
  readonly sequence_number: number;
  readonly [field: string]: unknown;
}

/** Writes the pieces of one streamed answer as the events of a response. */
export class ResponseStream {
  private readonly items: OpenItem[] = [];
  private readonly calls = new Map<number, OpenCall>();
  private message: OpenMessage | undefined;
  private reasoning: OpenReasoning | undefined;
  private thoughts = 0;
  private events: ResponseEvent[] = [];
  private sequence = 0;
  private model = '';
  private finishReason: string | null = null;
  private usage: ReportedUsage | undefined;

  constructor(private readonly head: ResponseHead) {}

  /** @param model the id under which callers know the model. */
  push(chunk: CompletionChunk, model: string): readonly ResponseEvent[] {
    this.begin(model);
    if (chunk.usage) this.usage = chunk.usage;
    for (const choice of chunk.choices) if (choice.index === 0) this.take(choice);
    return this.taken();
  }

  /** What closes an answer that is whole. */
  end(): readonly ResponseEvent[] {
    this.begin(this.model);
    const status = endStatus(this.finishReason);
    for (const item of this.items) item.close(status, this.emit);
    this.emit(`response.${status}`, { response: this.snapshot(status) });
    return this.taken();
  }

  /** The one event that closes an answer that broke off, or never began. */
  failed(error: { readonly code: string; readonly message: string; readonly param: string | null }): ResponseEvent {
    const { code, message, param } = error;
    // Clients look for it in two places.
    this.emit('error', { code, message, param, error: { type: 'server_error', code, message, param } });
    const [event] = this.taken();
    if (!event) throw new RangeError('an event was written and is not there');
    return event;
  }

  private readonly emit: Emit = (type, fields) => {
    this.events.push({ type, sequence_number: this.sequence, ...fields });
    this.sequence += 1;
  };

  private taken(): readonly ResponseEvent[] {
    const events = this.events;
    this.events = [];
    return events;
  }

  private begin(model: string): void {
    this.model = model;
    if (this.sequence > 0) return;
    this.emit('response.created', { response: this.snapshot('in_progress') });
    this.emit('response.in_progress', { response: this.snapshot('in_progress') });
  }

  private take({ content, refusal, reasoning, toolCalls, finishReason }: ChoiceDelta): void {
    if (finishReason !== null) this.finishReason = finishReason;
    if (reasoning) this.thinking().text(reasoning, this.emit);
    if (content) this.speaking().text(content, this.emit);
    if (refusal) this.speaking().refuse(refusal, this.emit);
    for (const piece of toolCalls) {
      let call = this.calls.get(piece.index);
      if (!call) {
        this.calls.set(piece.index, (call = this.call(piece.id ?? '', piece.name ?? '')));
      }
      if (piece.arguments) call.text(piece.arguments, this.emit);
    }
  }

  /** A thought is over when anything else begins. */
  private thinking(): OpenReasoning {
    if (!this.reasoning) {
      const id = itemId(this.head.id, 'reasoning', this.thoughts);
      this.thoughts += 1;
      this.reasoning = this.opened(new OpenReasoning(id, this.items.length));
    }
    return this.reasoning;
  }

  private speaking(): OpenMessage {
    this.thoughtOver();
    this.message ??= this.opened(new OpenMessage(itemId(this.head.id, 'message', 0), this.items.length));
    return this.message;
  }

  private call(id: string, name: string): OpenCall {
    this.thoughtOver();
    return this.opened(new OpenCall(itemId(this.head.id, 'call', this.calls.size), this.items.length, id, name));
  }

  private thoughtOver(): void {
    this.reasoning?.close('completed', this.emit);
    this.reasoning = undefined;
  }

  private opened<Item extends OpenItem>(item: Item): Item {
    this.items.push(item);
    item.open(this.emit);
    return item;
  }

  private snapshot(status: ResponseState['status']): object {
    const over = status !== 'in_progress';
    return responseObject(this.head, {
      status,
      model: this.model,
      output: over ? this.items.map((item) => item.whole(status)) : [],
      outputText: over ? (this.message?.said ?? '') : '',
      finishReason: this.finishReason,
      usage: this.usage,
    });
  }
}
