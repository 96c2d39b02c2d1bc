import type { ChoiceDelta, CompletionChunk, ReportedUsage, Seal, ToolCallDelta } from '../completion.js';
import { answerUsage, ending, sealedBlock, textBlock, thinkingBlock, toolUseBlock } from './encode-answer.js';

/** One event of Anthropic's stream; its name is its `type`. */
export interface MessageEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** A block of the answer: one is open at a time, and those behind it wait. */
interface Block {
  readonly kind: 'text' | 'thinking' | 'sealed' | 'tool';
  /** Of a tool call: its place among the calls. */
  readonly call: number | undefined;
  readonly start: object;
  /** What has arrived and was not sent. */
  waiting: string;
  /** All that has arrived, of a tool call. */
  json: string;
  /** Of thinking: what closes it, and whether that was sent. */
  signature?: { readonly text: string; sent: boolean };
}

/** Writes one streamed answer as the events of Anthropic's Messages API. */
export class MessageEvents {
  private started = false;
  private readonly blocks: Block[] = [];
  /** The place of the first block that is not closed. */
  private at = 0;
  private opened = false;
  private last: ChoiceDelta | undefined;
  private usage: ReportedUsage | undefined;

  /** @param showsThinking whether the caller asked for what the model thought. */
  constructor(private readonly showsThinking: boolean) {}

  /** @param model the id under which the caller finds the model. */
  chunk({ id, choices, usage }: CompletionChunk, model: string): readonly MessageEvent[] {
    const events: MessageEvent[] = this.started ? [] : [messageStart(id, model)];
    this.started = true;
    if (usage) this.usage = usage;
    for (const choice of choices) if (choice.index === 0) events.push(...this.choice(choice));
    return events;
  }

  /** The events that close a whole answer. */
  end(): readonly MessageEvent[] {
    return [
      ...this.closeAll(),
      {
        type: 'message_delta',
        delta: ending(
          this.last,
          this.blocks.some(({ kind }) => kind === 'tool'),
        ),
        usage: answerUsage(this.usage),
      },
      { type: 'message_stop' },
    ];
  }

  private choice(choice: ChoiceDelta): readonly MessageEvent[] {
    const { reasoning, seal, content, refusal, toolCalls, finishReason } = choice;
    const events: MessageEvent[] = [];
    if (reasoning && this.showsThinking) events.push(...this.said('thinking', reasoning));
    if (seal && this.showsThinking) events.push(...this.sealed(seal));
    for (const text of [content, refusal]) if (text) events.push(...this.said('text', text));
    for (const call of toolCalls) events.push(...this.called(call));
    if (finishReason === null) return events;
    this.last = choice;
    return [...events, ...this.closeAll()];
  }

  private said(kind: 'text' | 'thinking', text: string): readonly MessageEvent[] {
    const last = this.blocks.at(-1);
    if (last?.kind === kind && this.at < this.blocks.length && !last.signature) last.waiting += text;
    else this.blocks.push(block(kind, undefined, kind === 'text' ? textBlock('') : thinkingBlock(''), text));
    return this.advance();
  }

  /** Closes the thought that is open; where none is said, the signature alone is one. */
  private sealed(seal: Seal): readonly MessageEvent[] {
    if (seal.kind === 'sealed') {
      this.blocks.push(block('sealed', undefined, sealedBlock(seal.data), ''));
      return this.advance();
    }
    const last = this.blocks.at(-1);
    const open = last?.kind === 'thinking' && this.at < this.blocks.length && !last.signature;
    const thought = open ? last : block('thinking', undefined, thinkingBlock(''), '');
    if (!open) this.blocks.push(thought);
    thought.signature = { text: seal.signature, sent: false };
    return this.advance();
  }

  private called({ index, id, name, arguments: json = '' }: ToolCallDelta): readonly MessageEvent[] {
    const known = this.blocks.findLastIndex(({ call }) => call === index);
    const found = this.blocks[known];
    if (!found) {
      this.blocks.push(block('tool', index, toolUseBlock(id ?? '', name ?? ''), json));
      return this.advance();
    }
    if (known < this.at) return []; // its JSON was whole: white space at most
    found.waiting += json;
    found.json += json;
    return this.advance();
  }

  /** Sends what the open block has; it is closed once another waits and nothing can follow in it. */
  private advance(): readonly MessageEvent[] {
    const events: MessageEvent[] = [];
    for (let open = this.blocks[this.at]; open; open = this.blocks[this.at]) {
      events.push(...this.send(open));
      if (this.at === this.blocks.length - 1 || (open.kind === 'tool' && !isWhole(open.json))) break;
      events.push(this.close());
    }
    return events;
  }

  private closeAll(): readonly MessageEvent[] {
    const events: MessageEvent[] = [];
    for (let open = this.blocks[this.at]; open; open = this.blocks[this.at])
      events.push(...this.send(open), this.close());
    return events;
  }

  private send(open: Block): readonly MessageEvent[] {
    const events: MessageEvent[] = [];
    if (!this.opened) events.push({ type: 'content_block_start', index: this.at, content_block: open.start });
    this.opened = true;
    if (open.waiting !== '') events.push({ type: 'content_block_delta', index: this.at, delta: delta(open) });
    open.waiting = '';
    if (open.signature && !open.signature.sent) {
      const { text: signature } = open.signature;
      events.push({ type: 'content_block_delta', index: this.at, delta: { type: 'signature_delta', signature } });
      open.signature.sent = true;
    }
    return events;
  }

  private close(): MessageEvent {
    const index = this.at;
    this.at += 1;
    this.opened = false;
    return { type: 'content_block_stop', index };
  }
}

const messageStart = (id: string, model: string): MessageEvent => ({
  type: 'message_start',
  message: {
    id,
    type: 'message',
    role: 'assistant',
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: answerUsage(undefined), // what it read is known at the end, and said there
  },
});

const block = (kind: Block['kind'], call: number | undefined, start: object, text: string): Block => ({
  kind,
  call,
  start,
  waiting: text,
  json: kind === 'tool' ? text : '',
});

function delta({ kind, waiting }: Block): object {
  switch (kind) {
    case 'sealed': // nothing of it comes in pieces
    case 'text':
      return { type: 'text_delta', text: waiting };
    case 'thinking':
      return { type: 'thinking_delta', thinking: waiting };
    case 'tool':
      return { type: 'input_json_delta', partial_json: waiting };
  }
}

/** A model may write the arguments of several calls by turns. */
function isWhole(json: string): boolean {
  if (!json.trimEnd().endsWith('}')) return false;
  try {
    JSON.parse(json);
    return true;
  } catch {
    return false;
  }
}
