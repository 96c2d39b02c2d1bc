import { DomainError } from '@radiant/kernel';
import type { ContentPart, FunctionCall, Message, PartSource, Role, ToolCall } from '@radiant/protocol';

const ROLES: readonly Role[] = ['system', 'developer', 'user', 'assistant', 'tool', 'function'];
const DETAILS = ['low', 'high', 'auto'] as const;
const FORMATS = ['wav', 'mp3'] as const;

/** One message as JSON text; fields are named one by one. */
export const messageJson = (message: Message): string =>
  JSON.stringify({
    role: message.role,
    content: message.content,
    name: message.name,
    refusal: message.refusal,
    toolCalls: message.toolCalls.length > 0 ? message.toolCalls : undefined,
    toolCallId: message.toolCallId,
    functionCall: message.functionCall,
  });

/** The other way, for a list of them. @throws DomainError `internal_error`. */
export const readMessages = (value: unknown): readonly Message[] => list(value).map(message);

function message(value: unknown): Message {
  const fields = fieldsOf(value);
  return {
    role: ROLES.find((role) => role === fields['role']) ?? invalid(),
    content: content(fields['content']),
    name: optional(fields['name']),
    refusal: optional(fields['refusal']),
    toolCalls: fields['toolCalls'] === undefined ? [] : list(fields['toolCalls']).map(toolCall),
    toolCallId: optional(fields['toolCallId']),
    functionCall: fields['functionCall'] === undefined ? undefined : functionCall(fields['functionCall']),
  };
}

function content(value: unknown): Message['content'] {
  if (value === null || typeof value === 'string') return value;
  return list(value).map(part);
}

function part(value: unknown): ContentPart {
  const fields = fieldsOf(value);
  switch (fields['type']) {
    case 'text':
      return { type: 'text', text: text(fields['text']) };
    case 'refusal':
      return { type: 'refusal', text: text(fields['text']) };
    case 'image':
      return {
        type: 'image',
        source: source(fields['source']),
        detail: DETAILS.find((each) => each === fields['detail']),
      };
    case 'audio':
      return {
        type: 'audio',
        source: source(fields['source']),
        format: FORMATS.find((each) => each === fields['format']) ?? invalid(),
      };
    case 'file':
      return { type: 'file', source: source(fields['source']), filename: optional(fields['filename']) };
    default:
      return invalid();
  }
}

function source(value: unknown): PartSource {
  const fields = fieldsOf(value);
  switch (fields['kind']) {
    case 'text':
      return { kind: 'text', mediaType: text(fields['mediaType']), text: text(fields['text']) };
    case 'data':
      return { kind: 'data', mediaType: text(fields['mediaType']), base64: text(fields['base64']) };
    case 'address':
      return { kind: 'address', url: text(fields['url']) };
    case 'reference':
      return { kind: 'reference', id: text(fields['id']) };
    default:
      return invalid();
  }
}

const functionCall = (value: unknown): FunctionCall => {
  const fields = fieldsOf(value);
  return { name: text(fields['name']), arguments: text(fields['arguments']) };
};

const toolCall = (value: unknown): ToolCall => {
  const { name, arguments: given } = functionCall(value);
  return { id: text(fieldsOf(value)['id']), name, arguments: given };
};

const text = (value: unknown): string => (typeof value === 'string' ? value : invalid());
const optional = (value: unknown): string | undefined => (value === undefined ? undefined : text(value));
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : invalid());

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : invalid();

function invalid(): never {
  throw new DomainError('internal_error', 'a stored session is not valid');
}
