import { byType } from '../by-type.js';
import { ROLES } from '../chat-request.js';
import { answerSchema, base64, calledFunction, imageUrl, name, optional, text } from '../schema-parts.js';

const toolCall = byType(
  {
    function: {
      required: ['id', 'function'],
      properties: {
        id: name,
        function: { type: 'object', required: ['name', 'arguments'], properties: { name, arguments: text } },
      },
    },
  },
  'function',
);

const textPart = { type: 'object', required: ['type', 'text'], properties: { type: { const: 'text' }, text } };

/** What follows a part's `type`, by type. */
const PARTS = {
  text,
  refusal: text,
  image_url: {
    type: 'object',
    required: ['url'],
    properties: {
      url: imageUrl,
      detail: { enum: ['low', 'high', 'auto', null] },
    },
  },
  input_audio: {
    type: 'object',
    required: ['data', 'format'],
    properties: { data: base64, format: { enum: ['wav', 'mp3'] } },
  },
  file: {
    type: 'object',
    properties: {
      filename: optional('string', { maxLength: 255 }),
      file_data: optional('string', { minLength: 1 }),
      file_id: optional('string', { minLength: 1, maxLength: 200 }),
    },
    if: { required: ['file_id'], properties: { file_id: { type: 'string' } } },
    else: { required: ['file_data'], properties: { file_data: { type: 'string' } } },
  },
};

const contentPart = byType(
  Object.fromEntries(
    Object.entries(PARTS).map(([type, value]) => [type, { required: [type], properties: { [type]: value } }]),
  ),
);

const message = {
  type: 'object',
  required: ['role'],
  properties: {
    role: { enum: ROLES },
    content: { type: ['string', 'array', 'null'], items: contentPart },
    name: optional('string', { maxLength: 200 }),
    refusal: optional('string'),
    tool_calls: optional('array', { maxItems: 128, items: toolCall }),
    tool_call_id: optional('string', { maxLength: 200 }),
    function_call: {
      type: ['object', 'null'],
      required: ['name', 'arguments'],
      properties: { name, arguments: text },
    },
  },
  // Only an assistant that calls a tool may say nothing.
  if: { properties: { role: { const: 'assistant' } } },
  else: { required: ['content'], properties: { content: { type: ['string', 'array'] } } },
};

const functionObject = { type: 'object', ...calledFunction };
const tool = byType({ function: { required: ['function'], properties: { function: functionObject } } });

/** In the older form, by `functions`. */
const functionChoice = {
  type: ['string', 'object', 'null'],
  if: { type: 'object' },
  then: { required: ['name'], properties: { name } },
  else: { enum: ['none', 'auto', null] },
};

const toolChoice = {
  type: ['string', 'object', 'null'],
  if: { type: 'object' },
  then: byType(
    {
      function: {
        required: ['function'],
        properties: { function: { type: 'object', required: ['name'], properties: { name } } },
      },
    },
    'function',
  ),
  else: { enum: ['none', 'auto', 'required', null] },
};

const responseFormat = {
  type: ['object', 'null'],
  required: ['type'],
  properties: { type: { enum: ['text', 'json_object', 'json_schema'] } },
  if: { properties: { type: { const: 'json_schema' } } },
  then: {
    required: ['json_schema'],
    properties: {
      json_schema: { type: 'object', ...answerSchema },
    },
  },
};

/**
 * What a chat request must look like, with the limits of the specification (`max_tokens` 1-128000, temperature 0-2)
 * and of OpenAI's API reference. Fields that are not named here are neither refused nor forwarded.
 */
export const CHAT_REQUEST_SCHEMA = {
  type: 'object',
  required: ['messages'],
  properties: {
    model: { ...name, type: ['string', 'null'] },
    messages: { type: 'array', minItems: 1, maxItems: 2048, items: message },
    max_tokens: optional('integer', { minimum: 1, maximum: 128_000 }),
    max_completion_tokens: optional('integer', { minimum: 1, maximum: 128_000 }),
    temperature: optional('number', { minimum: 0, maximum: 2 }),
    top_p: optional('number', { minimum: 0, maximum: 1 }),
    n: optional('integer', { minimum: 1, maximum: 128 }),
    stop: { type: ['string', 'array', 'null'], maxItems: 4, items: text },
    presence_penalty: optional('number', { minimum: -2, maximum: 2 }),
    frequency_penalty: optional('number', { minimum: -2, maximum: 2 }),
    seed: optional('integer'),
    logprobs: optional('boolean'),
    top_logprobs: optional('integer', { minimum: 0, maximum: 20 }),
    logit_bias: optional('object', {
      propertyNames: { pattern: '^[0-9]{1,6}$' }, // a token's number; a key could say anything else
      additionalProperties: { type: 'number', minimum: -100, maximum: 100 },
    }),
    parallel_tool_calls: optional('boolean'),
    reasoning_effort: { enum: ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', null] },
    tools: optional('array', { maxItems: 128, items: tool }),
    tool_choice: toolChoice,
    functions: optional('array', { maxItems: 128, items: functionObject }),
    function_call: functionChoice,
    response_format: responseFormat,
    prediction: {
      type: ['object', 'null'],
      required: ['type', 'content'],
      properties: { type: { const: 'content' }, content: { type: ['string', 'array'], items: textPart } },
    },
    user: optional('string', { maxLength: 1_024 }),
    safety_identifier: optional('string', { maxLength: 1_024 }),
    modalities: optional('array', { items: { enum: ['text'] } }), // an answer in sound could not be restored
    stream: optional('boolean'),
    stream_options: {
      type: ['object', 'null'],
      properties: { include_usage: optional('boolean') },
    },
  },
};

const phiSpan = {
  type: 'object',
  required: ['path', 'start', 'end', 'category'],
  properties: {
    path: { type: 'string', minLength: 1, maxLength: 1_000 },
    start: { type: 'integer', minimum: 0 },
    end: { type: 'integer', minimum: 1 },
    category: { type: 'string', minLength: 1, maxLength: 64 },
  },
};

/** The fields that the native API adds, in the specification's spelling. */
export const NATIVE_CHAT_REQUEST_SCHEMA = {
  ...CHAT_REQUEST_SCHEMA,
  properties: {
    ...CHAT_REQUEST_SCHEMA.properties,
    session_id: optional('string', { format: 'uuid' }),
    use_history: optional('boolean'),
    max_history: optional('integer', { minimum: 1, maximum: 50 }),
    enable_phi: optional('boolean'),
    phi_categories: optional('array', { maxItems: 64, items: { type: 'string', minLength: 1, maxLength: 64 } }),
    phi_spans: optional('array', { maxItems: 10_000, items: phiSpan }),
  },
};
