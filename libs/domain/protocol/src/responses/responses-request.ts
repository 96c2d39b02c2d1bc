import type { ChatRequest, Message, ToolCall } from '../chat-request.js';
import { sourceAt, type MessageSource, type SourcePaths } from '../source-paths.js';

/** The canonical form of a request for a response, before what it refers to is known. */
export interface ResponsesRequest {
  /** A chat without messages: everything else that is asked. */
  readonly asked: ChatRequest;
  /** For this answer alone: later ones do not go on with it. */
  readonly instructions: string | undefined;
  readonly items: readonly InputItem[];
  /** The id of the response that this one goes on from. */
  readonly previous: string | undefined;
  /** Whether the response can be read, and gone on from, later. */
  readonly store: boolean;
  /** Whether it may go on without the oldest messages of a conversation that was too long to be kept whole. */
  readonly truncates: boolean;
  /** The caller's own words about the call. They stay here. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** One thing that was said, or the id of one that is kept, and where the caller wrote it. */
export type InputItem =
  | { readonly kind: 'message'; readonly message: Message; readonly source: MessageSource }
  | { readonly kind: 'call'; readonly call: ToolCall; readonly at: string }
  | { readonly kind: 'reference'; readonly id: string; readonly at: string };

/** What is kept of earlier responses. */
export interface Recalled {
  /** The conversation that this one goes on from, its reply at the end; without instructions. */
  readonly earlier: readonly Message[];
  /** Of the ids that items refer to; undefined for what no model is told again. */
  readonly items: ReadonlyMap<string, Message | undefined>;
}

export const NOTHING_RECALLED: Recalled = { earlier: [], items: new Map() };

/** A chat, and the places of those of its messages that were kept here. */
export interface RecalledChat {
  readonly request: ChatRequest;
  readonly recalled: ReadonlySet<number>;
  readonly sources: SourcePaths;
}

/** What the canonical form calls otherwise. */
const NAMES: SourcePaths['names'] = [
  [/^response_format(?:\.json_schema)?/, 'text.format'],
  [/^max_(?:completion_)?tokens$/, 'max_output_tokens'],
  [/^reasoning_effort$/, 'reasoning.effort'],
  [/\.function\./, '.'],
  [/\.(?:tool_call_id|id)$/, '.call_id'],
  [/\.image_url\.url$/, '.image_url'],
  [/\.file\.(file_data|file_id|filename)$/, '.$1'],
];

/** The ids that the items of a request refer to. */
export const references = ({ items }: ResponsesRequest): readonly string[] =>
  items.flatMap((item) => (item.kind === 'reference' ? [item.id] : []));

/** The chat that a request asks for: its instructions, what is kept, what it says. */
export function chatOf(
  { asked, instructions, items }: ResponsesRequest,
  { earlier, items: kept }: Recalled,
): RecalledChat {
  const messages = new Conversation();
  if (instructions !== undefined) messages.say(spoken('system', instructions), sourceAt('instructions'));
  for (const message of earlier) messages.recall(message, 'previous_response_id');
  for (const item of items) {
    switch (item.kind) {
      case 'message':
        messages.say(item.message, item.source);
        break;
      case 'call':
        messages.say({ ...spoken('assistant', null), toolCalls: [item.call] }, called(item.at));
        break;
      case 'reference': {
        const message = kept.get(item.id);
        if (message) messages.recall(message, item.at);
      }
    }
  }
  return {
    request: { ...asked, messages: messages.said },
    recalled: messages.recalled,
    sources: { messages: messages.sources, names: NAMES },
  };
}

const called = (at: string): MessageSource => ({ path: at, content: at, parts: [], toolCalls: [at] });

/** A message that says no more than this. */
export const spoken = (role: Message['role'], content: Message['content']): Message => ({
  role,
  content,
  name: undefined,
  refusal: undefined,
  toolCalls: [],
  toolCallId: undefined,
  functionCall: undefined,
});

/** Messages in order. What an assistant says and the calls that follow are one message, as chat upstreams want it. */
class Conversation {
  readonly said: Message[] = [];
  readonly sources: MessageSource[] = [];
  readonly recalled = new Set<number>();

  say(message: Message, source: MessageSource): void {
    this.add(message, source, false);
  }

  /** @param at where the caller refers to it. */
  recall(message: Message, at: string): void {
    this.add(message, sourceAt(at), true);
  }

  private add(message: Message, source: MessageSource, kept: boolean): void {
    const last = this.said.length - 1;
    const [before, place] = [this.said[last], this.sources[last]];
    const joins = message.role === 'assistant' && message.content === null && message.toolCalls.length > 0;
    if (joins && place && before?.role === 'assistant' && this.recalled.has(last) === kept) {
      this.said[last] = { ...before, toolCalls: [...before.toolCalls, ...message.toolCalls] };
      this.sources[last] = { ...place, toolCalls: [...place.toolCalls, ...source.toolCalls] };
      return;
    }
    this.said.push(message);
    this.sources.push(source);
    if (kept) this.recalled.add(last + 1);
  }
}
