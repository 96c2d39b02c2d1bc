import { DomainError } from '@radiant/kernel';
import { bodyParser } from '../body-parser.js';
import type {
  ChatRequest,
  Message,
  Thinking,
  Thought,
  ResponseFormat,
  Role,
  ToolCall,
  ToolChoice,
} from '../chat-request.js';
import type { SourcePaths } from '../source-paths.js';
import {
  cacheMark,
  decodeSaid,
  decodeShown,
  decodeThought,
  decodeToolResult,
  type PlacedMessage,
  type PlacedPart,
} from './decode-block.js';
import type {
  CountedBody,
  MessageBody,
  MessagesBody,
  ThinkingBody,
  ToolBody,
  ToolChoiceBody,
  ToolUseBody,
} from './request-body.js';
import { COUNT_TOKENS_SCHEMA, MESSAGES_REQUEST_SCHEMA } from './request-schema.js';

const parseBody = bodyParser<MessagesBody>(MESSAGES_REQUEST_SCHEMA);
const parseCounted = bodyParser<CountedBody>(COUNT_TOKENS_SCHEMA);

const MODES = ['enabled', 'adaptive', 'disabled'] as const;

/** Tokens of thinking up to which an effort is called so, for providers that know no budget of them. */
const LOW_EFFORT = 4_096;
const MEDIUM_EFFORT = 16_384;

/** What the canonical form calls otherwise. */
const NAMES: SourcePaths['names'] = [
  [/^stop\b/, 'stop_sequences'],
  [/^response_format(?:\.json_schema)?/, 'output_config.format'],
  [/^(tools\[\d+\])\.function\.parameters/, '$1.input_schema'],
  [/\.function\.arguments/, '.input'],
  [/\.function\./, '.'],
  [/\.tool_call_id$/, '.tool_use_id'],
  [/\.(?:image_url\.url|file\.file_data)$/, '.source'],
  [/\.file\.file_id$/, '.source.file_id'],
  [/\.file\.filename$/, '.title'],
  [/\.(title|context|source|source\.data|source\.content)\.text$/, '.$1'], // they are texts themselves
];

/** A decoded call of `POST /v1/messages`. */
export interface MessagesRequest {
  readonly request: ChatRequest;
  /** Whether the caller wants to see what the model thought. */
  readonly showsThinking: boolean;
  readonly sources: SourcePaths;
}

/**
 * `POST /v1/messages` to canonical. What the model thought before goes on with its signature, unless something in it has to
 * be hidden: then it is not what the provider signed. @throws DomainError `validation_error` naming the first bad field.
 */
export function decodeMessagesRequest(body: unknown): MessagesRequest {
  const parsed = parseBody(body);
  return { ...decode(parsed), showsThinking: thinks(parsed.thinking) };
}

/** `POST /v1/messages/count_tokens` to canonical. @throws DomainError `validation_error` naming the first bad field. */
export function decodeCountTokensRequest(body: unknown): ChatRequest {
  const { model, system, messages: said, tools, tool_choice, output_config, thinking } = parseCounted(body);
  return decode({ model, system, messages: said, tools, tool_choice, output_config, thinking }).request;
}

function decode(body: MessagesBody): Pick<MessagesRequest, 'request' | 'sources'> {
  const said = body.messages.flatMap((each, i) => messages(each, `messages[${i}]`));
  if (said.length === 0)
    throw new DomainError('validation_error', 'messages must say something', { field: 'messages' });
  const placed = [...system(body.system), ...said];
  return {
    request: chatRequest(
      body,
      placed.map(({ message }) => message),
    ),
    sources: { messages: placed.map(({ source }) => source), names: NAMES },
  };
}

function chatRequest(body: MessagesBody, messages: readonly Message[]): ChatRequest {
  return {
    model: body.model ?? undefined,
    messages,
    tools: (body.tools ?? []).map(tool),
    toolChoice: toolChoice(body.tool_choice),
    responseFormat: responseFormat(body.output_config),
    stop: body.stop_sequences ?? [],
    prediction: undefined,
    user: body.metadata?.user_id ?? undefined,
    sampling: {
      maxTokens: body.max_tokens,
      maxCompletionTokens: undefined,
      temperature: body.temperature ?? undefined,
      topP: body.top_p ?? undefined,
      topK: body.top_k ?? undefined,
      choices: undefined,
      presencePenalty: undefined,
      frequencyPenalty: undefined,
      seed: undefined,
      logprobs: undefined,
      topLogprobs: undefined,
      logitBias: undefined,
      parallelToolCalls: body.tool_choice?.disable_parallel_tool_use === true ? false : undefined,
      reasoningEffort: effort(body),
    },
    thinking: thinking(body),
    store: false,
    extra: {},
    stream: body.stream ?? false,
    includeUsage: true,
  };
}

function system(said: MessagesBody['system']): readonly PlacedMessage[] {
  if (said === null || said === undefined || said.length === 0) return [];
  const { content, parts } = decodeSaid(said, 'system');
  return [
    { message: message('system', content, []), source: { path: 'system', content: 'system', parts, toolCalls: [] } },
  ];
}

/** The results of tools come before what else a turn says, as every provider wants them right behind their calls. */
function messages({ role, content }: MessageBody, path: string): readonly PlacedMessage[] {
  const source = { path, content: `${path}.content` };
  if (typeof content === 'string') {
    return [{ message: message(role, content, []), source: { ...source, parts: [], toolCalls: [] } }];
  }
  const results: PlacedMessage[] = [];
  const thoughts: { readonly thought: Thought; readonly at: string }[] = [];
  const parts: PlacedPart[] = [];
  const calls: { readonly call: ToolCall; readonly at: string }[] = [];
  for (const [i, block] of content.entries()) {
    const at = `${path}.content[${i}]`;
    switch (block.type) {
      case 'tool_result':
        results.push(decodeToolResult(block, at));
        break;
      case 'tool_use':
        calls.push({ call: toolCall(block), at });
        break;
      case 'thinking':
      case 'redacted_thinking':
        if (role === 'assistant') thoughts.push(...decodeThought(block).map((thought) => ({ thought, at })));
        break;
      case 'text':
      case 'image':
      case 'document':
      case 'search_result':
        parts.push(...decodeShown(block, at));
    }
  }
  if (parts.length === 0 && calls.length === 0) return results;
  const said = parts.length === 0 ? null : parts.map(({ part }) => part);
  const spoken = message(
    role,
    said,
    calls.map(({ call }) => call),
  );
  return [
    ...results,
    {
      message: thoughts.length === 0 ? spoken : { ...spoken, thoughts: thoughts.map(({ thought }) => thought) },
      source: { ...source, parts: placesOf(parts), toolCalls: placesOf(calls), thoughts: placesOf(thoughts) },
    },
  ];
}

const placesOf = (placed: readonly { readonly at: string }[]): readonly string[] => placed.map(({ at }) => at);

const toolCall = ({ id, name, input, cache_control }: ToolUseBody): ToolCall => ({
  id,
  name,
  arguments: JSON.stringify(input),
  cache: cacheMark(cache_control),
});

const message = (role: Role, content: Message['content'], toolCalls: readonly ToolCall[]): Message => ({
  role,
  content,
  name: undefined,
  refusal: undefined,
  toolCalls,
  toolCallId: undefined,
  functionCall: undefined,
});

const tool = ({ name, description, input_schema, strict, cache_control }: ToolBody): ChatRequest['tools'][number] => ({
  name,
  description: description ?? undefined,
  parameters: input_schema,
  strict: strict ?? undefined,
  cache: cacheMark(cache_control),
});

function toolChoice(body: ToolChoiceBody | null | undefined): ToolChoice | undefined {
  switch (body?.type) {
    case undefined:
      return undefined;
    case 'any':
      return 'required';
    case 'tool':
      return { name: body.name };
    case 'auto':
    case 'none':
      return body.type;
  }
}

function responseFormat(config: MessagesBody['output_config']): ResponseFormat | undefined {
  const schema = config?.format?.schema;
  return schema && { type: 'json_schema', name: 'answer', description: undefined, schema, strict: undefined };
}

function effort({ output_config, thinking }: MessagesBody): string | undefined {
  const asked = output_config?.effort;
  if (asked) return asked === 'max' ? 'xhigh' : asked;
  const budget = thinks(thinking) ? thinking?.budget_tokens : undefined;
  if (budget === null || budget === undefined) return undefined;
  if (budget <= LOW_EFFORT) return 'low';
  return budget <= MEDIUM_EFFORT ? 'medium' : 'high';
}

function thinking({ thinking: asked, output_config }: MessagesBody): Thinking | undefined {
  const mode = MODES.find((each) => each === asked?.type);
  const effort = output_config?.effort ?? undefined;
  if (mode === undefined && effort === undefined) return undefined;
  return { mode, budget: mode === 'enabled' ? (asked?.budget_tokens ?? undefined) : undefined, effort };
}

const thinks = (thinking: ThinkingBody | null | undefined): boolean =>
  thinking?.type !== undefined && thinking.type !== 'disabled';
