import type { CompletionToolCall } from '../completion.js';
import { itemId } from './response-ids.js';

export type ItemStatus = 'in_progress' | 'completed' | 'incomplete';

export const outputText = (text: string): object => ({ type: 'output_text', annotations: [], logprobs: [], text });

export const refusalPart = (refusal: string): object => ({ type: 'refusal', refusal });

export const summaryText = (text: string): object => ({ type: 'summary_text', text });

export const messageItem = (id: string, status: ItemStatus, content: readonly object[]): object => ({
  id,
  type: 'message',
  status,
  role: 'assistant',
  content,
});

/** What the model thought, as a summary: the one form that every client shows. */
export const reasoningItem = (id: string, summary: readonly object[]): object => ({ id, type: 'reasoning', summary });

export const callItem = (id: string, status: ItemStatus, call: CompletionToolCall): object => ({
  id,
  type: 'function_call',
  status,
  call_id: call.id,
  name: call.name,
  arguments: call.arguments,
});

/** What an answer says. */
export interface Said {
  readonly reasoning: string | undefined;
  readonly content: string | null;
  readonly refusal: string | null;
  readonly toolCalls: readonly CompletionToolCall[];
}

/** The items of a whole answer, in the order in which a stream would bring them. @param response its id. */
export function outputItems(response: string, status: ItemStatus, said: Said): readonly object[] {
  const { reasoning, content, refusal, toolCalls } = said;
  const parts = [
    ...(content === null ? [] : [outputText(content)]),
    ...(refusal === null ? [] : [refusalPart(refusal)]),
  ];
  return [
    ...(reasoning === undefined ? [] : [reasoningItem(itemId(response, 'reasoning', 0), [summaryText(reasoning)])]),
    ...(parts.length === 0 ? [] : [messageItem(itemId(response, 'message', 0), status, parts)]),
    ...toolCalls.map((call, i) => callItem(itemId(response, 'call', i), 'completed', call)),
  ];
}
