import { InvalidInput, optionalInteger } from './invalid-input.js';
import { isObject, type JsonObject, objectsIn } from './json.js';

export interface Message {
  readonly role: string;
  readonly text: string;
  /** Names and arguments of the tool calls that an assistant message carries. */
  readonly callTexts: readonly string[];
}

export interface Tool {
  readonly name: string;
  readonly parameters: JsonObject;
}

export type ToolChoice = 'auto' | 'none' | 'required' | { readonly name: string };

export type ReplyFormat = { readonly kind: 'text' | 'json' } | { readonly kind: 'schema'; readonly schema: JsonObject };

export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly Message[];
  readonly stream: boolean;
  readonly includeUsage: boolean;
  readonly choices: number;
  readonly stop: readonly string[];
  readonly maxTokens: number | undefined;
  readonly tools: readonly Tool[];
  readonly toolChoice: ToolChoice;
  readonly parallelToolCalls: boolean;
  readonly format: ReplyFormat;
}

/**
 * Reads the fields of OpenAI's chat request that shape the answer; unknown fields are ignored.
 * @throws InvalidInput naming the field and what is expected
 */
export function readChatRequest(body: JsonObject): ChatRequest {
  const messages = objectsIn(body['messages']);
  if (messages.length === 0) throw new InvalidInput('messages', 'a list of at least one message');
  return {
    model: readModel(body),
    messages: messages.map(readMessage),
    stream: body['stream'] === true,
    includeUsage: isObject(body['stream_options']) && body['stream_options']['include_usage'] === true,
    choices: optionalInteger('n', body['n'], 1, 128) ?? 1,
    stop: readStop(body['stop']),
    maxTokens:
      optionalInteger('max_completion_tokens', body['max_completion_tokens'], 1, 1_000_000) ??
      optionalInteger('max_tokens', body['max_tokens'], 1, 1_000_000),
    tools: objectsIn(body['tools']).flatMap(readTool),
    toolChoice: readToolChoice(body['tool_choice']),
    parallelToolCalls: body['parallel_tool_calls'] !== false,
    format: readFormat(body['response_format']),
  };
}

export function readModel(body: JsonObject): string {
  const model = body['model'];
  if (typeof model !== 'string' || model === '') throw new InvalidInput('model', 'the name of a model');
  return model;
}

/** What the model was told: the last message of a user, or of a tool when that came later. */
export function lastInput(request: ChatRequest): Message {
  const input = request.messages.findLast(({ role }) => role === 'user' || role === 'tool');
  return input ?? request.messages.at(-1) ?? { role: 'user', text: '', callTexts: [] };
}

function readMessage(message: JsonObject): Message {
  return {
    role: text(message['role']),
    text: readContent(message['content']),
    callTexts: objectsIn(message['tool_calls']).flatMap((call) =>
      isObject(call['function']) ? [text(call['function']['name']), text(call['function']['arguments'])] : [],
    ),
  };
}

function readContent(content: unknown): string {
  if (typeof content === 'string') return content;
  return objectsIn(content)
    .map((part) => text(part['text']))
    .join('\n');
}

function readStop(stop: unknown): string[] {
  const strings = typeof stop === 'string' ? [stop] : Array.isArray(stop) ? stop : [];
  return strings.filter((one): one is string => typeof one === 'string' && one !== '');
}

function readTool(tool: JsonObject): Tool[] {
  const definition = tool['function'];
  if (!isObject(definition) || typeof definition['name'] !== 'string') return [];
  return [{ name: definition['name'], parameters: isObject(definition['parameters']) ? definition['parameters'] : {} }];
}

function readToolChoice(choice: unknown): ToolChoice {
  if (choice === 'none' || choice === 'required') return choice;
  if (isObject(choice) && isObject(choice['function'])) return { name: text(choice['function']['name']) };
  return 'auto';
}

function readFormat(format: unknown): ReplyFormat {
  if (!isObject(format)) return { kind: 'text' };
  if (format['type'] === 'json_object') return { kind: 'json' };
  if (format['type'] !== 'json_schema') return { kind: 'text' };
  const named = format['json_schema'];
  return isObject(named) && isObject(named['schema']) ? { kind: 'schema', schema: named['schema'] } : { kind: 'json' };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
