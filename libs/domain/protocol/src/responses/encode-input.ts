import { DomainError } from '@radiant/kernel';
import type { AttachedPart, ContentPart, FunctionCall, Message } from '../chat-request.js';
import { dataUrl } from '../data-url.js';

/** A conversation as the items of a request for a response. @throws DomainError `validation_error` naming the field. */
export function encodeInput(messages: readonly Message[]): readonly object[] {
  const items: object[] = [];
  let functionCalls = 0;
  for (const [i, message] of messages.entries()) {
    if (message.functionCall) functionCalls += 1;
    items.push(...itemsOf(message, `messages[${i}]`, `function_${functionCalls}`));
  }
  return items;
}

/** @param functionId stands for the id that the older form of calls, by functions, does not have. */
function itemsOf(message: Message, path: string, functionId: string): readonly object[] {
  const { role, content, refusal, toolCalls, functionCall } = message;
  switch (role) {
    case 'system':
    case 'developer':
    case 'user':
      return [{ type: 'message', role, content: typeof content === 'string' ? content : shown(content, path) }];
    case 'assistant': {
      const parts = [...spoken(content, path), ...(refusal === undefined ? [] : [refusalPart(refusal)])];
      return [
        ...(parts.length > 0 ? [{ type: 'message', role, content: parts }] : []),
        ...toolCalls.map((call) => functionCallItem(call, call.id)),
        ...(functionCall ? [functionCallItem(functionCall, functionId)] : []),
      ];
    }
    case 'tool':
      return [outputItem(message.toolCallId ?? '', content, path)];
    case 'function':
      return [outputItem(functionId, content, path)];
  }
}

const functionCallItem = ({ name, arguments: given }: FunctionCall, id: string): object => ({
  type: 'function_call',
  call_id: id,
  name,
  arguments: given,
});

const outputItem = (id: string, content: Message['content'], path: string): object => ({
  type: 'function_call_output',
  call_id: id,
  output: typeof content === 'string' ? content : shown(content, path),
});

const refusalPart = (refusal: string): object => ({ type: 'refusal', refusal });

/** What is shown to the model. */
const shown = (content: readonly ContentPart[] | null, path: string): readonly object[] =>
  (content ?? []).map((part, i) => {
    if (part.type === 'text' || part.type === 'refusal') return { type: 'input_text', text: part.text };
    return attached(part, `${path}.content[${i}]`);
  });

/** What the model said. */
function spoken(content: Message['content'], path: string): readonly object[] {
  if (content === null || content === '') return [];
  if (typeof content === 'string') return [{ type: 'output_text', text: content }];
  return content.map((part, i) => {
    if (part.type === 'text') return { type: 'output_text', text: part.text };
    return part.type === 'refusal' ? refusalPart(part.text) : attached(part, `${path}.content[${i}]`);
  });
}

function attached(part: AttachedPart, path: string): object {
  switch (part.type) {
    case 'image':
      return { type: 'input_image', ...place(part, 'image_url', 'image_url'), detail: part.detail };
    case 'file':
      return { type: 'input_file', filename: part.filename, ...place(part, 'file_data', 'file_url') };
    case 'audio': {
      const field = `${path}.type`;
      const message = `${field} must be text, image_url or file: responses of this provider hear no audio`;
      throw new DomainError('validation_error', message, { field });
    }
  }
}

/** Where an attachment is, by the name of the field that takes its data or its address. */
function place({ source }: AttachedPart, data: string, address: string): object {
  switch (source.kind) {
    case 'address':
      return { [address]: source.url };
    case 'reference':
      return { file_id: source.id };
    case 'text':
    case 'data':
      return { [data]: dataUrl(source) };
  }
}
