import type { ApiBodyOptions, ApiHeaderOptions, ApiResponseOptions } from '@nestjs/swagger';

/** Anthropic's shape as OpenAPI shows it. What is accepted is decided by the schema of @radiant/protocol. */
type Schema = Extract<ApiBodyOptions, { readonly schema: unknown }>['schema'];

/** An object whose fields are the client's business. */
const OPEN_OBJECT: Schema = { type: 'object', additionalProperties: true };

const COUNTED_EXAMPLE = {
  model: 'demo-chat-small',
  messages: [{ role: 'user', content: 'Patient Jane Doe, MRN 00482913, asks whether ibuprofen is safe.' }],
};
const EXAMPLE = { ...COUNTED_EXAMPLE, max_tokens: 1024 };

const ASKED: Record<string, Schema> = {
  model: { type: 'string', description: "The id of a model of `GET /v1/models`; the tenant's default without it." },
  system: {
    description: 'A text, or text blocks.',
    oneOf: [{ type: 'string' }, { type: 'array', items: OPEN_OBJECT }],
  },
  messages: {
    type: 'array',
    minItems: 1,
    items: {
      type: 'object',
      required: ['role', 'content'],
      properties: {
        role: { type: 'string', enum: ['user', 'assistant', 'system'] },
        content: {
          description:
            'A text, or blocks: `text`, `image`, `document`, `search_result`, `tool_use`, `tool_result`, `thinking`, ' +
            "`redacted_thinking`. The policy decides whether a call with a part that can't be searched for PHI (an image, " +
            'a PDF) is refused, goes without the part, or with it.',
          oneOf: [{ type: 'string' }, { type: 'array', items: OPEN_OBJECT }],
        },
      },
    },
  },
  tools: {
    type: 'array',
    maxItems: 128,
    description: "The caller's own tools. Those that Anthropic runs are refused.",
    items: OPEN_OBJECT,
  },
  tool_choice: {
    type: 'object',
    required: ['type'],
    properties: {
      type: { type: 'string', enum: ['auto', 'any', 'tool', 'none'] },
      name: { type: 'string' },
      disable_parallel_tool_use: { type: 'boolean' },
    },
  },
  output_config: {
    type: 'object',
    description: 'An `effort`, and a `format` of the type `json_schema`.',
    additionalProperties: true,
  },
  thinking: {
    type: 'object',
    description:
      'What the model thought is shown. Sent to providers of the kind `anthropic`; for others a budget becomes an effort. ' +
      'Thoughts of earlier turns go back under their signature, unless something in them has to be hidden.',
    properties: { type: { type: 'string' }, budget_tokens: { type: 'integer' } },
  },
};

export const MESSAGES_BODY: ApiBodyOptions = {
  schema: {
    type: 'object',
    required: ['max_tokens', 'messages'],
    properties: {
      ...ASKED,
      max_tokens: { type: 'integer', minimum: 1, maximum: 128000 },
      stop_sequences: { type: 'array', maxItems: 64, items: { type: 'string' } },
      temperature: { type: 'number', minimum: 0, maximum: 1 },
      top_p: { type: 'number', minimum: 0, maximum: 1 },
      top_k: { type: 'integer', minimum: 0, description: 'For providers of the kind `anthropic`.' },
      metadata: {
        type: 'object',
        description: '`user_id`: a pseudonym that is the same for the same user is forwarded.',
        properties: { user_id: { type: 'string' } },
      },
      stream: { type: 'boolean', default: false },
    },
    example: EXAMPLE,
  },
};

export const COUNT_TOKENS_BODY: ApiBodyOptions = {
  schema: { type: 'object', required: ['messages'], properties: ASKED, example: COUNTED_EXAMPLE },
};

export const MESSAGE: ApiResponseOptions = {
  status: 200,
  description:
    "Anthropic's message object, or its events when `stream` is true. Headers: `request-id` and `x-request-id`, " +
    '`x-radiant-overhead-ms`, `x-radiant-receipt` and, when PHI was found, `x-radiant-phi-mapping-id`.',
  content: {
    'application/json': {
      schema: OPEN_OBJECT,
      example: {
        id: 'msg_1',
        type: 'message',
        role: 'assistant',
        model: 'demo-chat-small',
        content: [{ type: 'text', text: 'Jane Doe should ask a pharmacist.' }],
        stop_reason: 'end_turn',
        stop_sequence: null,
        usage: { input_tokens: 21, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 9 },
      },
    },
    'text/event-stream': {
      schema: { type: 'string' },
      example:
        'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Jane"}}\n\n',
    },
  },
};

export const TOKEN_COUNT: ApiResponseOptions = {
  status: 200,
  description: 'The number.',
  content: {
    'application/json': {
      schema: { type: 'object', required: ['input_tokens'], properties: { input_tokens: { type: 'integer' } } },
      example: { input_tokens: 21 },
    },
  },
};

export const ANTHROPIC_VERSION: ApiHeaderOptions = {
  name: 'anthropic-version',
  required: false,
  schema: { type: 'string' },
  example: '2023-06-01',
  description: 'Any is accepted, and so is any `anthropic-beta`.',
};
