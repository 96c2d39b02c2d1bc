import type { ContentPart, Message, PartSource, ToolCall } from './chat-request.js';
import { escapingOf } from './json-text.js';
import { mapThought } from './thoughts.js';
import type { Destination, SlotEscaping, Visit } from './text-slot.js';

/** The message with every text of it visited. */
export function mapMessage(message: Message, path: string, visit: Visit): Message {
  const { role, content, name, refusal, functionCall, toolCallId } = message;
  const at = (field: string, destination: Destination, escaping: SlotEscaping, text: string): string =>
    visit({ path: `${path}.${field}`, role, destination, escaping, text });
  const say = (field: string, text: string): string => at(field, 'prompt', saidEscaping(message, text), text);
  const identify = (field: string, text: string): string => at(field, 'name', 'identifier', text);
  return {
    role,
    thoughts: message.thoughts?.map((thought, i) => mapThought(thought, `${path}.thoughts[${i}]`, visit)),
    content: mapContent(content, say, at),
    name: name === undefined ? undefined : identify('name', name),
    refusal: refusal === undefined ? undefined : say('refusal', refusal),
    toolCalls: message.toolCalls.map((call, i): ToolCall => {
      const field = `tool_calls[${i}]`;
      return {
        id: identify(`${field}.id`, call.id),
        name: identify(`${field}.function.name`, call.name),
        arguments: at(`${field}.function.arguments`, 'tool_arguments', 'json', call.arguments),
        cache: call.cache,
      };
    }),
    toolCallId: toolCallId === undefined ? undefined : identify('tool_call_id', toolCallId),
    functionCall: functionCall && {
      name: identify('function_call.name', functionCall.name),
      arguments: at('function_call.arguments', 'tool_arguments', 'json', functionCall.arguments),
    },
    toolFailed: message.toolFailed,
    cache: message.cache,
  };
}

/** The result of a tool is mostly JSON; what people write is read as they wrote it. */
const saidEscaping = ({ role }: Message, text: string): SlotEscaping =>
  role === 'tool' || role === 'function' ? escapingOf(text) : 'none';

type Say = (field: string, text: string) => string;
type At = (field: string, destination: Destination, escaping: SlotEscaping, text: string) => string;

function mapContent(content: Message['content'], say: Say, at: At): Message['content'] {
  if (content === null) return null;
  if (typeof content === 'string') return say('content', content);
  return content.map((part, i) => mapPart(part, `content[${i}]`, say, at));
}

function mapPart(part: ContentPart, field: string, say: Say, at: At): ContentPart {
  switch (part.type) {
    case 'text':
      return { type: 'text', text: say(`${field}.text`, part.text), cache: part.cache };
    case 'refusal':
      return { type: 'refusal', text: say(`${field}.refusal`, part.text) };
    case 'image':
      return {
        type: 'image',
        source: mapSource(part.source, `${field}.image_url.url`, at),
        detail: part.detail,
        cache: part.cache,
      };
    case 'audio':
      return { type: 'audio', source: mapSource(part.source, `${field}.input_audio.data`, at), format: part.format };
    case 'file':
      return {
        type: 'file',
        source: mapSource(
          part.source,
          `${field}.file.${part.source.kind === 'reference' ? 'file_id' : 'file_data'}`,
          at,
        ),
        filename:
          part.filename === undefined ? undefined : at(`${field}.file.filename`, 'name', 'identifier', part.filename),
        cache: part.cache,
      };
  }
}

/** Data and addresses are no text: whether they pass is decided before (`unscannableParts`). */
function mapSource(source: PartSource, field: string, at: At): PartSource {
  switch (source.kind) {
    case 'text': {
      const text = at(field, 'attachment', escapingOf(source.text), source.text);
      return { kind: 'text', mediaType: source.mediaType, text };
    }
    case 'reference':
      return { kind: 'reference', id: at(field, 'name', 'identifier', source.id) };
    case 'data':
    case 'address':
      return source;
  }
}
