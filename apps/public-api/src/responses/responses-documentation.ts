import type { ApiBodyOptions, ApiResponseOptions } from '@nestjs/swagger';

type Schema = Extract<ApiBodyOptions, { readonly schema: unknown }>['schema'];

/** An object whose fields are the client's business. */
const OPEN_OBJECT: Schema = { type: 'object', additionalProperties: true };
const ID = 'resp_0b0f7a526a534c8e9a3f6b1c1f1f2a105b6f4f3e4c1f4d7c9a5e0c9f6a3b2d10';

/** The responses as OpenAPI shows them. What is accepted is decided by the schema of @radiant/protocol. */
const EXAMPLE = {
  model: 'demo-chat-small',
  instructions: 'Answer in one sentence.',
  input: 'Patient Jane Doe, MRN 00482913, asks whether ibuprofen is safe.',
};

const RESPONSE_EXAMPLE = {
  id: ID,
  object: 'response',
  created_at: 1768478400,
  status: 'completed',
  error: null,
  incomplete_details: null,
  instructions: 'Answer in one sentence.',
  model: 'demo-chat-small',
  output: [
    {
      id: ID.replace('resp_', 'msg_') + '_0',
      type: 'message',
      status: 'completed',
      role: 'assistant',
      content: [{ type: 'output_text', annotations: [], logprobs: [], text: 'Jane Doe should ask a pharmacist.' }],
    },
  ],
  output_text: 'Jane Doe should ask a pharmacist.',
  parallel_tool_calls: true,
  previous_response_id: null,
  store: true,
  temperature: 1,
  text: { format: { type: 'text' } },
  tool_choice: 'auto',
  tools: [],
  top_p: 1,
  truncation: 'disabled',
  usage: {
    input_tokens: 21,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: 9,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: 30,
  },
  metadata: {},
};

export const RESPONSES_BODY: ApiBodyOptions = {
  schema: {
    type: 'object',
    required: ['model', 'input'],
    properties: {
      model: { type: 'string', description: 'The id of a model of `GET /v1/models`.' },
      input: {
        description:
          'Text, or items: `message` with parts `input_text`, `output_text`, `refusal`, `input_image`, `input_file`; ' +
          '`function_call`, `function_call_output`, `item_reference`, `reasoning` (accepted, and sent to no model). The ' +
          "policy decides of parts that can't be searched for PHI.",
        oneOf: [{ type: 'string' }, { type: 'array', minItems: 1, maxItems: 2048, items: OPEN_OBJECT }],
      },
      instructions: { type: 'string', description: 'For this answer alone.' },
      previous_response_id: { type: 'string', description: 'Goes on from this response, which is kept here.' },
      store: {
        type: 'boolean',
        default: true,
        description: 'Whether the response is kept: placeholders in it, sealed, for 30 days.',
      },
      truncation: {
        type: 'string',
        enum: ['auto', 'disabled'],
        default: 'disabled',
        description:
          'Of a conversation that was too long to be kept whole: `auto` goes on without its oldest messages, else the ' +
          'call is refused (400).',
      },
      max_output_tokens: { type: 'integer', minimum: 1, maximum: 128000 },
      temperature: { type: 'number', minimum: 0, maximum: 2 },
      top_p: { type: 'number', minimum: 0, maximum: 1 },
      tools: { type: 'array', maxItems: 128, items: OPEN_OBJECT, description: 'Functions only.' },
      tool_choice: { oneOf: [{ type: 'string', enum: ['none', 'auto', 'required'] }, OPEN_OBJECT] },
      parallel_tool_calls: { type: 'boolean' },
      text: {
        type: 'object',
        properties: { format: { type: 'object', properties: { type: { type: 'string' } } } },
        description: '`{"format": {"type": "text" | "json_object" | "json_schema", …}}`.',
      },
      reasoning: {
        type: 'object',
        properties: {
          effort: { type: 'string', enum: ['none', 'minimal', 'low', 'medium', 'high', 'xhigh'] },
        },
      },
      metadata: {
        type: 'object',
        additionalProperties: { type: 'string' },
        description: 'Answered again, never forwarded and never kept.',
      },
      user: {
        type: 'string',
        description: 'Your end user. A pseudonym that is the same for the same user is forwarded.',
      },
      stream: { type: 'boolean', default: false },
    },
    example: EXAMPLE,
  },
};

export const RESPONSE: ApiResponseOptions = {
  status: 200,
  description:
    "OpenAI's response object, or its events when `stream` is true; an error after the first byte is one `error` event. " +
    'Headers: `x-request-id`, `x-radiant-overhead-ms`, `x-radiant-receipt` and, when PHI was found, ' +
    '`x-radiant-phi-mapping-id`.',
  content: {
    'application/json': { schema: OPEN_OBJECT, example: RESPONSE_EXAMPLE },
    'text/event-stream': {
      schema: { type: 'string' },
      example:
        'event: response.output_text.delta\ndata: {"type":"response.output_text.delta","sequence_number":4,"delta":"Jane"}\n\n',
    },
  },
};

export const KEPT_RESPONSE: ApiResponseOptions = {
  status: 200,
  description: "OpenAI's response object. Metadata and what the model thought are kept nowhere.",
  content: { 'application/json': { schema: OPEN_OBJECT, example: RESPONSE_EXAMPLE } },
};

export const DELETED_RESPONSE: ApiResponseOptions = {
  status: 200,
  content: {
    'application/json': { schema: OPEN_OBJECT, example: { id: ID, object: 'response', deleted: true } },
  },
};

const ITEM = {
  id: ID.replace('resp_', 'item_') + '_0',
  type: 'message',
  status: 'completed',
  role: 'user',
  content: [{ type: 'input_text', text: EXAMPLE.input }],
};

export const INPUT_ITEMS: ApiResponseOptions = {
  status: 200,
  description: "OpenAI's list of items.",
  content: {
    'application/json': {
      schema: OPEN_OBJECT,
      example: { object: 'list', data: [ITEM], first_id: ITEM.id, last_id: ITEM.id, has_more: false },
    },
  },
};
