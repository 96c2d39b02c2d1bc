import { DomainError } from '@radiant/kernel';
import { bodyParser } from '../body-parser.js';
import type { ChatRequest, ContentPart, Message, ResponseFormat, Tool, ToolChoice } from '../chat-request.js';
import { readDataUrl, sourceOf } from '../data-url.js';
import { sourceAt, type MessageSource } from '../source-paths.js';
import type { FunctionToolBody, ItemBody, ItemPartBody, ResponsesRequestBody, TextFormatBody } from './request-body.js';
import { RESPONSES_REQUEST_SCHEMA } from './request-schema.js';
import { spoken, type InputItem, type ResponsesRequest } from './responses-request.js';

const parseBody = bodyParser<ResponsesRequestBody>(RESPONSES_REQUEST_SCHEMA);
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** What would change the meaning of a request if it were ignored, and what to do instead. */
const REFUSED = {
  background: 'is not served: ask for a stream',
  conversation: 'is not served: name a previous_response_id',
  prompt: 'is not served: templates are kept by no model that is reached here',
} as const;

/** `POST /v1/responses` to canonical. @throws DomainError `validation_error` naming the first bad field. */
export function decodeResponsesRequest(body: unknown): ResponsesRequest {
  const parsed = parseBody(body);
  for (const field of ['background', 'conversation', 'prompt'] as const) {
    const given = parsed[field];
    if (given !== undefined && given !== null && given !== false) {
      throw new DomainError('validation_error', `${field} ${REFUSED[field]}`, { field });
    }
  }
  const { input } = parsed;
  return {
    asked: asked(parsed),
    instructions: parsed.instructions ?? undefined,
    items:
      typeof input === 'string'
        ? [{ kind: 'message', message: spoken('user', input), source: sourceAt('input') }]
        : input.flatMap((each, i) => item(each, `input[${i}]`)),
    previous: parsed.previous_response_id ?? undefined,
    store: parsed.store ?? true,
    truncates: parsed.truncation === 'auto',
    metadata: parsed.metadata ?? {},
  };
}

const asked = (body: ResponsesRequestBody): ChatRequest => ({
  model: body.model ?? undefined,
  messages: [],
  tools: (body.tools ?? []).map(tool),
  toolChoice: toolChoice(body.tool_choice),
  responseFormat: body.text?.format ? responseFormat(body.text.format) : undefined,
  stop: [],
  prediction: undefined,
  user: body.user ?? undefined,
  sampling: {
    maxTokens: undefined,
    maxCompletionTokens: body.max_output_tokens ?? undefined,
    temperature: body.temperature ?? undefined,
    topP: body.top_p ?? undefined,
    topK: undefined,
    choices: undefined,
    presencePenalty: undefined,
    frequencyPenalty: undefined,
    seed: undefined,
    logprobs: undefined,
    topLogprobs: undefined,
    logitBias: undefined,
    parallelToolCalls: body.parallel_tool_calls ?? undefined,
    reasoningEffort: body.reasoning?.effort ?? undefined,
  },
  store: false,
  extra: {},
  stream: body.stream ?? false,
  includeUsage: true,
});

function item(body: ItemBody, path: string): readonly InputItem[] {
  switch (body.type) {
    case undefined:
    case 'message': {
      const at = `${path}.content`;
      return [
        {
          kind: 'message',
          message: spoken(body.role, content(body.content, at)),
          source: placed(path, at, body.content),
        },
      ];
    }
    case 'function_call':
      return [{ kind: 'call', call: { id: body.call_id, name: body.name, arguments: body.arguments }, at: path }];
    case 'function_call_output': {
      const at = `${path}.output`;
      const result: Message = { ...spoken('tool', content(body.output, at)), toolCallId: body.call_id };
      return [{ kind: 'message', message: result, source: placed(path, at, body.output) }];
    }
    case 'item_reference':
      return [{ kind: 'reference', id: body.id, at: path }];
    case 'reasoning':
      return [];
  }
}

const placed = (path: string, at: string, said: string | readonly ItemPartBody[]): MessageSource => ({
  path,
  content: at,
  parts: typeof said === 'string' ? [] : said.map((_, i) => `${at}[${i}]`),
  toolCalls: [],
});

const content = (said: string | readonly ItemPartBody[], path: string): Message['content'] =>
  typeof said === 'string' ? said : said.map((each, i) => part(each, `${path}[${i}]`));

function part(body: ItemPartBody, path: string): ContentPart {
  switch (body.type) {
    case 'input_text':
    case 'output_text':
      return { type: 'text', text: body.text };
    case 'refusal':
      return { type: 'refusal', text: body.refusal };
    case 'input_image': {
      const { image_url: url, detail } = body;
      const source = /^https?:/.test(url) ? { kind: 'address' as const, url } : readDataUrl(url);
      return {
        type: 'image',
        source: source ?? unreadable(`${path}.image_url`),
        detail: detail === 'original' ? 'high' : (detail ?? undefined),
      };
    }
    case 'input_file':
      return { type: 'file', source: fileSource(body, path), filename: body.filename ?? undefined };
  }
}

type FileBody = Extract<ItemPartBody, { readonly type: 'input_file' }>;

function fileSource({ file_data: data, file_id: id, file_url: url }: FileBody, path: string) {
  if (typeof data === 'string') {
    const source = BASE64.test(data) ? sourceOf('application/octet-stream', data) : readDataUrl(data);
    return source ?? unreadable(`${path}.file_data`);
  }
  if (typeof url === 'string') return { kind: 'address' as const, url };
  if (typeof id === 'string') return { kind: 'reference' as const, id };
  throw new DomainError('validation_error', `${path}.file_data is required`, { field: `${path}.file_data` });
}

const tool = ({ name, description, parameters, strict }: FunctionToolBody): Tool => ({
  name,
  description: description ?? undefined,
  parameters: parameters ?? undefined,
  strict: strict ?? undefined,
});

const toolChoice = (choice: ResponsesRequestBody['tool_choice']): ToolChoice | undefined =>
  typeof choice === 'object' ? (choice ? { name: choice.name } : undefined) : choice;

function responseFormat(format: TextFormatBody): ResponseFormat {
  if (format.type !== 'json_schema') return { type: format.type };
  const { name, description, schema, strict } = format;
  return {
    type: 'json_schema',
    name,
    description: description ?? undefined,
    schema: schema ?? undefined,
    strict: strict ?? undefined,
  };
}

function unreadable(field: string): never {
  throw new DomainError('validation_error', `${field} must be a data URL whose data is base64`, { field });
}
