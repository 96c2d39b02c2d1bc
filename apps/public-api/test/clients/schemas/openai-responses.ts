// After https://platform.openai.com/docs/api-reference/responses and /responses-streaming.
import {
  anyFields,
  count,
  either,
  flag,
  list,
  nothing,
  number,
  object,
  one,
  orNull,
  text,
  type Schema,
} from './schema.js';

const STATUS = one('in_progress', 'completed', 'incomplete');

const outputText = object(
  { type: one('output_text'), text, annotations: { ...list(anyFields), maxItems: 0 } },
  { logprobs: list(anyFields) },
);
const refusal = object({ type: one('refusal'), refusal: text });
const part = either(outputText, refusal);
const summary = object({ type: one('summary_text'), text });

const message = object(
  { id: text, type: one('message'), role: one('assistant'), status: STATUS, content: list(part) },
  { phase: one('commentary', 'final_answer', null) },
);
const call = object(
  { type: one('function_call'), call_id: text, name: text, arguments: text },
  { id: text, status: STATUS },
);
const reasoning = object(
  { id: text, type: one('reasoning'), summary: list(summary) },
  { status: STATUS, encrypted_content: orNull(text) },
);
const item = either(message, call, reasoning);

const tool = object(
  { type: one('function'), name: text, parameters: orNull(anyFields), strict: orNull(flag) },
  { description: orNull(text) },
);
const format = either(
  object({ type: one('text', 'json_object') }),
  object(
    { type: one('json_schema'), name: text, schema: anyFields },
    { description: orNull(text), strict: orNull(flag) },
  ),
);
const usage = object({
  input_tokens: count,
  input_tokens_details: object({ cached_tokens: count }, { cache_write_tokens: count }),
  output_tokens: count,
  output_tokens_details: object({ reasoning_tokens: count }),
  total_tokens: count,
});

export const response = object(
  {
    id: { type: 'string', pattern: '^resp_' },
    object: one('response'),
    created_at: count,
    error: orNull(object({ code: text, message: text })),
    incomplete_details: orNull(object({ reason: one('max_output_tokens', 'content_filter') })),
    instructions: orNull(text),
    metadata: orNull({ type: 'object', additionalProperties: text }),
    model: text,
    output: list(item),
    parallel_tool_calls: flag,
    temperature: orNull(number),
    tool_choice: either(one('none', 'auto', 'required'), object({ type: one('function'), name: text })),
    tools: list(tool),
    top_p: orNull(number),
  },
  {
    background: orNull(flag),
    completed_at: orNull(count),
    conversation: nothing,
    max_output_tokens: orNull(count),
    max_tool_calls: orNull(count),
    output_text: orNull(text),
    previous_response_id: orNull(text),
    prompt: nothing,
    prompt_cache_key: orNull(text),
    reasoning: orNull(object({}, { effort: orNull(text), summary: orNull(text) })),
    safety_identifier: orNull(text),
    service_tier: one('auto', 'default', 'flex', 'scale', 'priority', null),
    status: one('completed', 'failed', 'in_progress', 'cancelled', 'queued', 'incomplete'),
    store: orNull(flag),
    text: object({}, { format, verbosity: one('low', 'medium', 'high', null) }),
    top_logprobs: orNull(count),
    truncation: one('auto', 'disabled', null),
    usage: orNull(usage),
    user: orNull(text),
  },
);

export const responseDeleted = object({
  id: text,
  object: one('response', 'response.deleted'),
  deleted: { const: true },
});

const inputText = object({ type: one('input_text'), text });
const asked = object(
  { type: one('message'), role: one('user', 'system', 'developer'), content: list(inputText) },
  { id: text, status: STATUS },
);

/** What a response was asked: messages, calls and their outputs. */
export const inputItems = object({
  object: one('list'),
  data: list(either(asked, item)),
  first_id: orNull(text),
  last_id: orNull(text),
  has_more: flag,
});

const inItem = { item_id: text, output_index: count };
const inPart = { ...inItem, content_index: count };
const inSummary = { ...inItem, summary_index: count };
const logprobs = list(anyFields);
const failure = object({ type: text, code: orNull(text), message: text, param: orNull(text) });
const FIELDS: Readonly<Record<string, Readonly<Record<string, Schema>>>> = {
  'response.created': { response },
  'response.in_progress': { response },
  'response.completed': { response },
  'response.incomplete': { response },
  'response.failed': { response },
  'response.output_item.added': { output_index: count, item },
  'response.output_item.done': { output_index: count, item },
  'response.content_part.added': { ...inPart, part },
  'response.content_part.done': { ...inPart, part },
  'response.output_text.delta': { ...inPart, delta: text, logprobs },
  'response.output_text.done': { ...inPart, text, logprobs },
  'response.refusal.delta': { ...inPart, delta: text },
  'response.refusal.done': { ...inPart, refusal: text },
  'response.function_call_arguments.delta': { ...inItem, delta: text },
  'response.function_call_arguments.done': { ...inItem, name: text, arguments: text },
  'response.reasoning_summary_part.added': { ...inSummary, part: summary },
  'response.reasoning_summary_part.done': { ...inSummary, part: summary },
  'response.reasoning_summary_text.delta': { ...inSummary, delta: text },
  'response.reasoning_summary_text.done': { ...inSummary, text },
  /** `error` within it is no field of OpenAI's: some clients look for it there. */
  error: { code: orNull(text), message: text, param: orNull(text), error: failure },
};

/** The data of each event by its type, which is also the event's name. */
export const responseEvents: Readonly<Record<string, Schema>> = Object.fromEntries(
  Object.entries(FIELDS).map(([type, fields]) => [
    type,
    object({ type: one(type), sequence_number: count, ...fields }),
  ]),
);
