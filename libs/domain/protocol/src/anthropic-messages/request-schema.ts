import { byType } from '../by-type.js';
import { base64, name, optional, text } from '../schema-parts.js';

const url = { type: 'string', pattern: '^https?://' };

/** One kind of object among others; what it does not name is ignored. */
interface Kind {
  readonly required: readonly string[];
  readonly properties: object;
}

/** A text, or a list of blocks. */
const said = (block: object, limits: object = {}): object => ({ type: ['string', 'array'], items: block, ...limits });

const TEXT: Kind = { required: ['text'], properties: { text } };
const ADDRESS: Kind = { required: ['url'], properties: { url } };
const FILE: Kind = { required: ['file_id'], properties: { file_id: name } };
const textBlock = byType({ text: TEXT });

const IMAGE: Kind = {
  required: ['source'],
  properties: {
    source: byType({
      base64: {
        required: ['media_type', 'data'],
        properties: { media_type: { enum: ['image/jpeg', 'image/png', 'image/gif', 'image/webp'] }, data: base64 },
      },
      url: ADDRESS,
      file: FILE,
    }),
  },
};
const DOCUMENT: Kind = {
  required: ['source'],
  properties: {
    source: byType({
      base64: {
        required: ['media_type', 'data'],
        properties: { media_type: { enum: ['application/pdf'] }, data: base64 },
      },
      text: { required: ['data'], properties: { data: text } },
      content: { required: ['content'], properties: { content: said(byType({ text: TEXT, image: IMAGE })) } },
      url: ADDRESS,
      file: FILE,
    }),
    title: optional('string', { maxLength: 500 }),
    context: optional('string'),
  },
};
const SEARCH_RESULT: Kind = {
  required: ['source', 'title', 'content'],
  properties: { source: text, title: text, content: { type: 'array', items: textBlock } },
};

/** What a tool can answer, and people besides. */
const SHOWN = { text: TEXT, image: IMAGE, document: DOCUMENT, search_result: SEARCH_RESULT };
const contentBlock = byType({
  ...SHOWN,
  thinking: { required: [], properties: { thinking: optional('string'), signature: optional('string') } },
  redacted_thinking: { required: [], properties: { data: optional('string') } },
  tool_use: { required: ['id', 'name', 'input'], properties: { id: name, name, input: { type: 'object' } } },
  tool_result: {
    required: ['tool_use_id'],
    properties: {
      tool_use_id: name,
      content: { type: ['string', 'array', 'null'], items: byType(SHOWN) },
      is_error: optional('boolean'),
    },
  },
});

const tool = {
  type: 'object',
  allOf: [
    { properties: { type: { enum: ['custom', null] } } }, // first, so that a tool that Anthropic runs is named as one
    {
      required: ['name', 'input_schema'],
      properties: {
        name: { type: 'string', pattern: '^[a-zA-Z0-9_-]{1,128}$' },
        description: optional('string'),
        input_schema: { type: 'object' },
        strict: optional('boolean'),
      },
    },
  ],
};

const toolChoice = {
  type: ['object', 'null'],
  required: ['type'],
  properties: { type: { enum: ['auto', 'any', 'tool', 'none'] }, disable_parallel_tool_use: optional('boolean') },
  if: { properties: { type: { const: 'tool' } } },
  then: { required: ['name'], properties: { name } },
};

/** What is asked, without how it is to be answered. */
export const COUNT_TOKENS_SCHEMA = {
  type: 'object',
  required: ['messages'],
  properties: {
    model: optional('string', { minLength: 1, maxLength: 200 }),
    system: { type: ['string', 'array', 'null'], items: textBlock },
    messages: {
      type: 'array',
      minItems: 1,
      maxItems: 2048,
      items: {
        type: 'object',
        required: ['role', 'content'],
        properties: { role: { enum: ['user', 'assistant', 'system'] }, content: said(contentBlock) },
      },
    },
    tools: optional('array', { maxItems: 128, items: tool }),
    tool_choice: toolChoice,
    output_config: {
      type: ['object', 'null'],
      properties: {
        effort: { enum: ['low', 'medium', 'high', 'xhigh', 'max', null] },
        format: {
          type: ['object', 'null'],
          required: ['type', 'schema'],
          properties: { type: { const: 'json_schema' }, schema: { type: 'object' } },
        },
      },
    },
    thinking: {
      type: ['object', 'null'],
      properties: { type: text, budget_tokens: optional('integer', { minimum: 0 }) },
    },
  },
};

/**
 * What `POST /v1/messages` takes: Anthropic's Messages API, version 2023-06-01, with the specification's limit of
 * `max_tokens`. Fields that are not named here are neither refused nor forwarded.
 */
export const MESSAGES_REQUEST_SCHEMA = {
  ...COUNT_TOKENS_SCHEMA,
  required: [...COUNT_TOKENS_SCHEMA.required, 'max_tokens'],
  properties: {
    ...COUNT_TOKENS_SCHEMA.properties,
    max_tokens: { type: 'integer', minimum: 1, maximum: 128_000 },
    stop_sequences: optional('array', { maxItems: 64, items: text }),
    temperature: optional('number', { minimum: 0, maximum: 1 }),
    top_p: optional('number', { minimum: 0, maximum: 1 }),
    top_k: optional('integer', { minimum: 0, maximum: 1_000_000 }),
    metadata: { type: ['object', 'null'], properties: { user_id: optional('string', { maxLength: 1_024 }) } },
    stream: optional('boolean'),
  },
};
