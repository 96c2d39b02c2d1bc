import type { ChatRequest, Message, ToolCall } from '../chat-request.js';

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
  /** The caller's own words about the call. They stay here. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** One thing that was said, or the id of one that is kept. */
export type InputItem =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'call'; readonly call: ToolCall }
  | { readonly kind: 'reference'; readonly id: string };

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
}

/** The ids that the items of a request refer to. */
export const references = ({ items }: ResponsesRequest): readonly string[] =>
  items.flatMap((item) => (item.kind === 'reference' ? [item.id] : []));

/** The chat that a request asks for: its instructions, what is kept, what it says. */
export function chatOf(
  { asked, instructions, items }: ResponsesRequest,
  { earlier, items: kept }: Recalled,
): RecalledChat {
  const messages = new Conversation();
  if (instructions !== undefined) messages.say(spoken('system', instructions));
  for (const message of earlier) messages.recall(message);
  for (const item of items) {
    switch (item.kind) {
      case 'message':
        messages.say(item.message);
        break;
      case 'call':
        messages.say({ ...spoken('assistant', null), toolCalls: [item.call] });
        break;
      case 'reference': {
        const message = kept.get(item.id);
        if (message) messages.recall(message);
      }
    }
  }
  return { request: { ...asked, messages: messages.said }, recalled: messages.recalled };
}

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
  readonly recalled = new Set<number>();

  say(message: Message): void {
    this.add(message, false);
  }

  recall(message: Message): void {
    this.add(message, true);
  }

  private add(message: Message, kept: boolean): void {
    const last = this.said.length - 1;
    const before = this.said[last];
    const joins = message.role === 'assistant' && message.content === null && message.toolCalls.length > 0;
    if (joins && before?.role === 'assistant' && this.recalled.has(last) === kept) {
      this.said[last] = { ...before, toolCalls: [...before.toolCalls, ...message.toolCalls] };
      return;
    }
    this.said.push(message);
    if (kept) this.recalled.add(last + 1);
  }
}
