import type { ContentPart, Message } from '../chat-request.js';
import { dataUrl } from '../data-url.js';
import { outputText, refusalPart } from './output-items.js';

/** Messages of a conversation as the items that a caller would send, each with an id of its own. */
export function inputItems(response: string, messages: readonly Message[]): readonly InputItemBody[] {
  return messages.flatMap(itemsOf).map((fields, position) => ({
    id: `${response.replace(/^resp_/, 'item_')}_${position}`,
    ...fields,
  }));
}

export interface InputItemBody {
  readonly id: string;
  readonly type: string;
  readonly [field: string]: unknown;
}

type Unnamed = { readonly type: string; readonly [field: string]: unknown };

function itemsOf(message: Message): readonly Unnamed[] {
  const status = 'completed';
  if (message.toolCallId !== undefined) {
    const output = typeof message.content === 'string' ? message.content : parts(message);
    return [{ type: 'function_call_output', status, call_id: message.toolCallId, output }];
  }
  const content = parts(message);
  return [
    ...(content.length > 0 ? [{ type: 'message', status, role: message.role, content }] : []),
    ...message.toolCalls.map((call) => ({
      type: 'function_call',
      status,
      call_id: call.id,
      name: call.name,
      arguments: call.arguments,
    })),
  ];
}

function parts({ role, content, refusal }: Message): readonly object[] {
  const text = role === 'assistant' ? outputText : inputText;
  const said = typeof content === 'string' ? [text(content)] : (content ?? []).map((each) => part(each, text));
  return refusal === undefined ? said : [...said, refusalPart(refusal)];
}

const inputText = (text: string): object => ({ type: 'input_text', text });

function part(part: ContentPart, text: (said: string) => object): object {
  switch (part.type) {
    case 'text':
      return text(part.text);
    case 'refusal':
      return refusalPart(part.text);
    case 'image':
    case 'audio':
    case 'file': {
      const { source } = part;
      const data = source.kind === 'text' || source.kind === 'data' ? dataUrl(source) : null;
      if (part.type === 'image')
        return { type: 'input_image', image_url: data, file_id: null, detail: part.detail ?? 'auto' };
      return {
        type: 'input_file',
        file_data: data,
        file_id: null,
        filename: part.type === 'file' ? part.filename : undefined,
      };
    }
  }
}
