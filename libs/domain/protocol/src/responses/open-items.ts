import { callItem, messageItem, outputText, reasoningItem, refusalPart, summaryText } from './output-items.js';

export type Emit = (type: string, fields: Readonly<Record<string, unknown>>) => void;
type EndStatus = 'completed' | 'incomplete';

/** An item of a streamed response, from its first piece to its last. */
export interface OpenItem {
  open(emit: Emit): void;
  /** Says that nothing more comes; once is enough. */
  close(status: EndStatus, emit: Emit): void;
  /** As it stands when it is closed. */
  whole(status: EndStatus): object;
}

/** One part of a message, which only grows. */
interface OpenPart {
  readonly kind: 'output_text' | 'refusal';
  text: string;
}

const partOf = ({ kind, text }: OpenPart): object => (kind === 'refusal' ? refusalPart(text) : outputText(text));

export class OpenMessage implements OpenItem {
  private readonly parts: OpenPart[] = [];

  constructor(
    private readonly id: string,
    private readonly position: number,
  ) {}

  /** All that it says but for a refusal. */
  get said(): string {
    return this.parts.map(({ kind, text }) => (kind === 'output_text' ? text : '')).join('');
  }

  open(emit: Emit): void {
    emit('response.output_item.added', { output_index: this.position, item: messageItem(this.id, 'in_progress', []) });
  }

  text(delta: string, emit: Emit): void {
    const at = this.grow('output_text', delta, emit);
    emit('response.output_text.delta', { ...at, delta, logprobs: [] });
  }

  refuse(delta: string, emit: Emit): void {
    const at = this.grow('refusal', delta, emit);
    emit('response.refusal.delta', { ...at, delta });
  }

  close(status: EndStatus, emit: Emit): void {
    for (const [index, part] of this.parts.entries()) {
      const at = this.at(index);
      if (part.kind === 'refusal') emit('response.refusal.done', { ...at, refusal: part.text });
      else emit('response.output_text.done', { ...at, text: part.text, logprobs: [] });
      emit('response.content_part.done', { ...at, part: partOf(part) });
    }
    emit('response.output_item.done', { output_index: this.position, item: this.whole(status) });
  }

  whole(status: EndStatus): object {
    return messageItem(this.id, status, this.parts.map(partOf));
  }

  private grow(kind: OpenPart['kind'], delta: string, emit: Emit): object {
    const found = this.parts.findIndex((part) => part.kind === kind);
    const index = found < 0 ? this.parts.length : found;
    const part = this.parts[index] ?? { kind, text: '' };
    if (found < 0) {
      this.parts.push(part);
      emit('response.content_part.added', { ...this.at(index), part: partOf(part) });
    }
    part.text += delta;
    return this.at(index);
  }

  private at(index: number): object {
    return { item_id: this.id, output_index: this.position, content_index: index };
  }
}

export class OpenReasoning implements OpenItem {
  private thought = '';
  private closed = false;

  constructor(
    private readonly id: string,
    private readonly position: number,
  ) {}

  open(emit: Emit): void {
    emit('response.output_item.added', { output_index: this.position, item: reasoningItem(this.id, []) });
    emit('response.reasoning_summary_part.added', { ...this.at, part: summaryText('') });
  }

  text(delta: string, emit: Emit): void {
    this.thought += delta;
    emit('response.reasoning_summary_text.delta', { ...this.at, delta });
  }

  close(_status: EndStatus, emit: Emit): void {
    if (this.closed) return;
    this.closed = true;
    emit('response.reasoning_summary_text.done', { ...this.at, text: this.thought });
    emit('response.reasoning_summary_part.done', { ...this.at, part: summaryText(this.thought) });
    emit('response.output_item.done', { output_index: this.position, item: this.whole() });
  }

  whole(): object {
    return reasoningItem(this.id, [summaryText(this.thought)]);
  }

  private get at(): object {
    return { item_id: this.id, output_index: this.position, summary_index: 0 };
  }
}

export class OpenCall implements OpenItem {
  private given = '';

  constructor(
    private readonly id: string,
    private readonly position: number,
    private readonly callId: string,
    private readonly name: string,
  ) {}

  open(emit: Emit): void {
    const call = { id: this.callId, name: this.name, arguments: '' };
    emit('response.output_item.added', { output_index: this.position, item: callItem(this.id, 'in_progress', call) });
  }

  text(delta: string, emit: Emit): void {
    this.given += delta;
    emit('response.function_call_arguments.delta', { item_id: this.id, output_index: this.position, delta });
  }

  close(_status: EndStatus, emit: Emit): void {
    const said = { name: this.name, arguments: this.given };
    emit('response.function_call_arguments.done', { item_id: this.id, output_index: this.position, ...said });
    emit('response.output_item.done', { output_index: this.position, item: this.whole() });
  }

  whole(): object {
    const call = { id: this.callId, name: this.name, arguments: this.given };
    return callItem(this.id, 'completed', call);
  }
}
