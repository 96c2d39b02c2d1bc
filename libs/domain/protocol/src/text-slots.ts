import type {
  ChatRequest,
  ContentPart,
  Json,
  JsonObject,
  Message,
  ResponseFormat,
  Role,
  Tool,
} from './chat-request.js';

/** Where a text will be read: decides what a policy lets stand there. */
export type Destination = 'prompt' | 'name' | 'tool_definition' | 'tool_arguments' | 'response_format' | 'stop';

/** One text of a request. Every stage after decoding sees these only, so no field can be forgotten twice. */
export interface TextSlot {
  /** e.g. `messages[2].content[0].text`. */
  readonly path: string;
  readonly role: Role | undefined;
  readonly destination: Destination;
  /** `json`: the text is itself JSON, so what is put into it must be escaped. */
  readonly escaping: 'none' | 'json';
  readonly text: string;
}

type Visit = (slot: TextSlot) => string;

/** Every text of the request, in order. */
export function textSlots(request: ChatRequest): readonly TextSlot[] {
  const slots: TextSlot[] = [];
  mapTexts(request, (slot) => {
    slots.push(slot);
    return slot.text;
  });
  return slots;
}

/** The same request with `texts` in the places of `textSlots(request)`, in that order. */
export function withTexts(request: ChatRequest, texts: readonly string[]): ChatRequest {
  let next = 0;
  return mapTexts(request, (slot) => {
    const text = texts[next];
    if (text === undefined) throw new RangeError(`no text for ${slot.path}`);
    next += 1;
    return text;
  });
}

/** One walk serves for reading and for writing, so that the two can't disagree. */
function mapTexts(request: ChatRequest, visit: Visit): ChatRequest {
  return {
    model: request.model,
    messages: request.messages.map((message, i) => mapMessage(message, `messages[${i}]`, visit)),
    tools: request.tools.map((tool, i) => mapTool(tool, `tools[${i}].function`, visit)),
    toolChoice: request.toolChoice,
    responseFormat: mapResponseFormat(request.responseFormat, visit),
    stop: request.stop.map((text, i) =>
      visit({ path: `stop[${i}]`, role: undefined, destination: 'stop', escaping: 'none', text }),
    ),
    sampling: request.sampling,
    stream: request.stream,
    includeUsage: request.includeUsage,
  };
}

function mapMessage(message: Message, path: string, visit: Visit): Message {
  const { role } = message;
  const prompt = (field: string, text: string): string =>
    visit({ path: `${path}.${field}`, role, destination: 'prompt', escaping: 'none', text });
  const args = (field: string, text: string): string =>
    visit({ path: `${path}.${field}`, role, destination: 'tool_arguments', escaping: 'json', text });
  const { content, name, refusal, functionCall } = message;
  return {
    role,
    content: mapContent(content, prompt),
    name:
      name === undefined || role === 'function' // there it names the function, as in `tools`
        ? name
        : visit({ path: `${path}.name`, role, destination: 'name', escaping: 'none', text: name }),
    refusal: refusal === undefined ? undefined : prompt('refusal', refusal),
    toolCalls: message.toolCalls.map((call, i) => ({
      id: call.id,
      name: call.name,
      arguments: args(`tool_calls[${i}].function.arguments`, call.arguments),
    })),
    toolCallId: message.toolCallId,
    functionCall: functionCall && {
      name: functionCall.name,
      arguments: args('function_call.arguments', functionCall.arguments),
    },
  };
}

function mapContent(content: Message['content'], prompt: (field: string, text: string) => string): Message['content'] {
  if (content === null) return null;
  if (typeof content === 'string') return prompt('content', content);
  return content.map((part, i): ContentPart => {
    switch (part.type) {
      case 'text':
        return { type: 'text', text: prompt(`content[${i}].text`, part.text) };
      case 'image':
        return part;
    }
  });
}

function mapTool(tool: Tool, path: string, visit: Visit): Tool {
  const define = (at: string, text: string): string =>
    visit({ path: at, role: undefined, destination: 'tool_definition', escaping: 'none', text });
  return {
    name: tool.name,
    description: tool.description === undefined ? undefined : define(`${path}.description`, tool.description),
    parameters: tool.parameters && mapSchema(tool.parameters, `${path}.parameters`, define),
    strict: tool.strict,
  };
}

function mapResponseFormat(format: ResponseFormat | undefined, visit: Visit): ResponseFormat | undefined {
  if (format?.type !== 'json_schema') return format;
  const define = (at: string, text: string): string =>
    visit({ path: at, role: undefined, destination: 'response_format', escaping: 'none', text });
  const path = 'response_format.json_schema';
  return {
    type: 'json_schema',
    name: format.name,
    description: format.description === undefined ? undefined : define(`${path}.description`, format.description),
    schema: format.schema && mapSchema(format.schema, `${path}.schema`, define),
    strict: format.strict,
  };
}

/** Keywords of JSON Schema whose values are part of its grammar: a placeholder there would break the schema. */
const GRAMMAR = new Set(['type', '$ref', '$schema', '$id', '$anchor', 'format', 'pattern', 'required']);
/** Keywords whose values are data, in which a key named `type` means nothing special. */
const DATA = new Set(['default', 'const', 'enum', 'example', 'examples']);

type Define = (path: string, text: string) => string;

function mapSchema(schema: JsonObject, path: string, define: Define): JsonObject {
  return mapEntries(schema, path, (key, value, at) => {
    if (DATA.has(key)) return mapData(value, at, define);
    if (GRAMMAR.has(key) && !isObject(value)) return value; // an object there is a property of that name
    return mapKeyword(value, at, define);
  });
}

function mapKeyword(value: Json, path: string, define: Define): Json {
  if (typeof value === 'string') return define(path, value);
  if (isList(value)) return value.map((item, i) => mapKeyword(item, `${path}[${i}]`, define));
  return isObject(value) ? mapSchema(value, path, define) : value;
}

function mapData(value: Json, path: string, define: Define): Json {
  if (typeof value === 'string') return define(path, value);
  if (isList(value)) return value.map((item, i) => mapData(item, `${path}[${i}]`, define));
  return isObject(value) ? mapEntries(value, path, (_, item, at) => mapData(item, at, define)) : value;
}

const mapEntries = (
  object: JsonObject,
  path: string,
  map: (key: string, value: Json, at: string) => Json,
): JsonObject =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(key, value, `${path}.${key}`)]));

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
