import type { ChatRequest, Message, ResponseFormat, Sampling, ToolChoice } from '../chat-request.js';
import { bodyParser } from '../body-parser.js';
import { extraFields, isExtraName, RESERVED_FIELDS } from '../extra-fields.js';
import { decodePart } from './decode-part.js';
import { functionsAsTools, functionTool } from './older-functions.js';
import type {
  ChatRequestBody,
  MessageBody,
  NativeChatRequestBody,
  PhiSpanBody,
  ResponseFormatBody,
} from './request-body.js';
import { CHAT_REQUEST_SCHEMA, NATIVE_CHAT_REQUEST_SCHEMA } from './request-schema.js';

const parseBody = bodyParser<ChatRequestBody>(CHAT_REQUEST_SCHEMA);
const parseNativeBody = bodyParser<NativeChatRequestBody>(NATIVE_CHAT_REQUEST_SCHEMA);

/** What is read here, or is meant for nobody else. */
const NOT_EXTRA: ReadonlySet<string> = new Set([
  ...Object.keys(NATIVE_CHAT_REQUEST_SCHEMA.properties),
  ...RESERVED_FIELDS,
]);

/** Whether a provider may be sent a field of this name, which the gateway knows nothing of. */
export const isExtraField = (name: string): boolean => isExtraName(name, NOT_EXTRA);

/** What only the native API says in its body. */
export interface NativeControls {
  readonly sessionId: string | undefined;
  /** Whether earlier messages of the session come before those of the body. */
  readonly useHistory: boolean;
  /** How many of them at most. */
  readonly maxHistory: number | undefined;
  readonly enablePhi: boolean | undefined;
  readonly phiCategories: readonly string[];
  readonly phiSpans: readonly PhiSpanBody[];
}

/** `POST /v1/chat/completions` to canonical. @throws DomainError `validation_error` naming the first bad field. */
export const decodeChatRequest = (body: unknown): ChatRequest => decode(parseBody(body));

/** `POST /api/v2/chat/completions` to canonical. @throws DomainError `validation_error` naming the first bad field. */
export function decodeNativeChatRequest(body: unknown): { request: ChatRequest; controls: NativeControls } {
  const parsed = parseNativeBody(body);
  return {
    request: decode(parsed),
    controls: {
      sessionId: parsed.session_id ?? undefined,
      useHistory: parsed.use_history ?? false,
      maxHistory: parsed.max_history ?? undefined,
      enablePhi: parsed.enable_phi ?? undefined,
      phiCategories: parsed.phi_categories ?? [],
      phiSpans: parsed.phi_spans ?? [],
    },
  };
}

function decode(body: ChatRequestBody): ChatRequest {
  const { stop } = body;
  const functions = functionsAsTools(body);
  return {
    model: body.model ?? undefined,
    messages: body.messages.map((each, i) => message(each, `messages[${i}]`)),
    tools: functions?.tools ?? (body.tools ?? []).map((tool) => functionTool(tool.function)),
    toolChoice: functions ? functions.toolChoice : toolChoice(body.tool_choice),
    callsFunctions: functions && true,
    responseFormat: body.response_format ? responseFormat(body.response_format) : undefined,
    stop: typeof stop === 'string' ? [stop] : (stop ?? []),
    prediction: prediction(body.prediction),
    user: body.user ?? body.safety_identifier ?? undefined,
    sampling: sampling(body, functions !== undefined),
    store: body.store === true,
    extra: extraFields(body, NOT_EXTRA),
    stream: body.stream ?? false,
    includeUsage: body.stream_options?.include_usage ?? false,
  };
}

function message(body: MessageBody, path: string): Message {
  const { content } = body;
  return {
    role: body.role,
    content:
      typeof content === 'string'
        ? content
        : (content?.map((part, i) => decodePart(part, `${path}.content[${i}]`)) ?? null),
    name: body.name ?? undefined,
    refusal: body.refusal ?? undefined,
    toolCalls: (body.tool_calls ?? []).map((call) => ({
      id: call.id,
      name: call.function.name,
      arguments: call.function.arguments,
    })),
    toolCallId: body.tool_call_id ?? undefined,
    functionCall: body.function_call
      ? { name: body.function_call.name, arguments: body.function_call.arguments }
      : undefined,
  };
}

function prediction(body: ChatRequestBody['prediction']): ChatRequest['prediction'] {
  const content = body?.content;
  return typeof content === 'string' ? content : content?.map(({ text }) => ({ type: 'text', text }));
}

function toolChoice(body: ChatRequestBody['tool_choice']): ToolChoice | undefined {
  if (body === null || body === undefined) return undefined;
  return typeof body === 'string' ? body : { name: body.function.name };
}

function responseFormat(body: ResponseFormatBody): ResponseFormat {
  if (body.type !== 'json_schema') return { type: body.type };
  const { name, description, schema, strict } = body.json_schema;
  return {
    type: 'json_schema',
    name,
    description: description ?? undefined,
    schema: schema ?? undefined,
    strict: strict ?? undefined,
  };
}

/** @param oneCall a call of a function is one: its form has no room for more. */
function sampling(body: ChatRequestBody, oneCall: boolean): Sampling {
  return {
    maxTokens: body.max_tokens ?? undefined,
    maxCompletionTokens: body.max_completion_tokens ?? undefined,
    temperature: body.temperature ?? undefined,
    topP: body.top_p ?? undefined,
    topK: undefined,
    choices: body.n ?? undefined,
    presencePenalty: body.presence_penalty ?? undefined,
    frequencyPenalty: body.frequency_penalty ?? undefined,
    seed: body.seed ?? undefined,
    logprobs: body.logprobs ?? undefined,
    topLogprobs: body.top_logprobs ?? undefined,
    logitBias: body.logit_bias ?? undefined,
    parallelToolCalls: oneCall ? false : (body.parallel_tool_calls ?? undefined),
    reasoningEffort: body.reasoning_effort ?? undefined,
  };
}
