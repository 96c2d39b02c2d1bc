import { byType } from '../by-type.js';
import { answerSchema, calledFunction, imageUrl, name, optional, text } from '../schema-parts.js';

const part = byType({
  input_text: { required: ['text'], properties: { text } },
  output_text: { required: ['text'], properties: { text } },
  refusal: { required: ['refusal'], properties: { refusal: text } },
  input_image: {
    required: ['image_url'],
    properties: {
      image_url: imageUrl,
      detail: { enum: ['low', 'high', 'auto', 'original', null] },
    },
  },
  input_file: {
    properties: {
      filename: optional('string', { maxLength: 255 }),
      file_data: optional('string', { minLength: 1 }),
      file_id: optional('string', { minLength: 1, maxLength: 200 }),
      file_url: optional('string', { pattern: '^https?://' }),
    },
  },
});

const said = { type: ['string', 'array'], items: part };

const item = byType(
  {
    message: {
      required: ['role', 'content'],
      properties: { role: { enum: ['user', 'assistant', 'system', 'developer'] }, content: said },
    },
    function_call: {
      required: ['call_id', 'name', 'arguments'],
      properties: { call_id: name, name, arguments: text },
    },
    function_call_output: { required: ['call_id', 'output'], properties: { call_id: name, output: said } },
    item_reference: { required: ['id'], properties: { id: name } },
    reasoning: {}, // what was thought is the model's own and goes to no other
  },
  'message',
);

// Tools that a provider runs would carry what they are told past every stage.
const tool = byType({ function: calledFunction });

const toolChoice = {
  type: ['string', 'object', 'null'],
  if: { type: 'object' },
  then: byType({ function: { required: ['name'], properties: { name } } }),
  else: { enum: ['none', 'auto', 'required', null] },
};

const textFormat = {
  type: ['object', 'null'],
  required: ['type'],
  properties: { type: { enum: ['text', 'json_object', 'json_schema'] } },
  if: { properties: { type: { const: 'json_schema' } } },
  then: answerSchema,
};

/**
 * What a request for a response must look like, after OpenAI's API reference with the limits of the specification. Fields
 * that are not named here are neither refused nor forwarded.
 */
export const RESPONSES_REQUEST_SCHEMA = {
  type: 'object',
  required: ['input'],
  properties: {
    model: { ...name, type: ['string', 'null'] },
    input: { type: ['string', 'array'], minItems: 1, maxItems: 2048, items: item },
    instructions: optional('string'),
    previous_response_id: optional('string', { maxLength: 200 }),
    store: optional('boolean'),
    truncation: { enum: ['auto', 'disabled', null] },
    stream: optional('boolean'),
    max_output_tokens: optional('integer', { minimum: 1, maximum: 128_000 }),
    temperature: optional('number', { minimum: 0, maximum: 2 }),
    top_p: optional('number', { minimum: 0, maximum: 1 }),
    parallel_tool_calls: optional('boolean'),
    reasoning: {
      type: ['object', 'null'],
      properties: { effort: { enum: ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', null] } },
    },
    text: { type: ['object', 'null'], properties: { format: textFormat } },
    tools: optional('array', { maxItems: 128, items: tool }),
    tool_choice: toolChoice,
    metadata: optional('object', {
      maxProperties: 16,
      propertyNames: { maxLength: 64 },
      additionalProperties: { type: 'string', maxLength: 512 },
    }),
    user: optional('string', { maxLength: 1_024 }),
  },
};
