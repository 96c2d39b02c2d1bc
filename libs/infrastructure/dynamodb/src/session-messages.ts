import { DomainError } from '@radiant/kernel';
import type { ContentPart, FunctionCall, Message, Role, ToolCall } from '@radiant/protocol';

const ROLES: readonly Role[] = ['system', 'developer', 'user', 'assistant', 'tool', 'function'];
const DETAILS = ['low', 'high', 'auto'] as const;

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
  return list(value).map((part): ContentPart => {
    const { type, text: said, url, detail } = fieldsOf(part);
    if (type === 'text') return { type, text: text(said) };
    if (type !== 'image') return invalid();
    return { type, url: text(url), detail: DETAILS.find((each) => each === detail) };
  });
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
