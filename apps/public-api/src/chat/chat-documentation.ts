import type { ApiBodyOptions, ApiResponseOptions } from '@nestjs/swagger';
import { MOST_HISTORY } from '@radiant/inference';
import { PHI_CATEGORIES } from '@radiant/phi';

/** The chat shapes as OpenAPI shows them. What is accepted is decided by the schema of @radiant/protocol. */
const CHAT_EXAMPLE = {
  model: 'demo-chat-small',
  messages: [{ role: 'user', content: 'Patient Jane Doe, MRN 00482913, asks whether ibuprofen is safe.' }],
};

const COMPLETION_EXAMPLE = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1768478400,
  model: 'demo-chat-small',
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content: 'Jane Doe should ask a pharmacist.', refusal: null },
      logprobs: null,
      finish_reason: 'stop',
    },
  ],
  usage: { prompt_tokens: 21, completion_tokens: 9, total_tokens: 30 },
};

type Schema = Extract<ApiBodyOptions, { readonly schema: unknown }>['schema'];

/** An object whose fields are the client's business. */
const OPEN_OBJECT: Schema = { type: 'object', additionalProperties: true };

const CHAT_PROPERTIES: Record<string, Schema> = {
  model: { type: 'string', description: 'The id of a model of `GET /v1/models`.' },
  messages: {
    type: 'array',
    minItems: 1,
    items: {
      type: 'object',
      required: ['role'],
      properties: {
        role: { type: 'string', enum: ['system', 'developer', 'user', 'assistant', 'tool', 'function'] },
        content: {
          description:
            'Text, or a list of parts: `text`, `refusal`, `image_url`, `input_audio`, `file`. Data URLs of text are ' +
            "searched for PHI like any text. The policy decides whether a call with a part that can't be searched (an " +
            'image, a recording, a PDF) is refused, goes without the part, or with it.',
          oneOf: [{ type: 'string' }, { type: 'array', items: OPEN_OBJECT }, { type: 'null' }],
        },
        name: { type: 'string' },
        tool_calls: { type: 'array', items: OPEN_OBJECT },
        tool_call_id: { type: 'string' },
      },
    },
  },
  max_tokens: { type: 'integer', minimum: 1, maximum: 128000 },
  max_completion_tokens: { type: 'integer', minimum: 1, maximum: 128000 },
  temperature: { type: 'number', minimum: 0, maximum: 2 },
  top_p: { type: 'number', minimum: 0, maximum: 1 },
  n: { type: 'integer', minimum: 1, maximum: 128 },
  stop: { oneOf: [{ type: 'string' }, { type: 'array', maxItems: 4, items: { type: 'string' } }] },
  presence_penalty: { type: 'number', minimum: -2, maximum: 2 },
  frequency_penalty: { type: 'number', minimum: -2, maximum: 2 },
  seed: { type: 'integer' },
  logprobs: { type: 'boolean' },
  top_logprobs: { type: 'integer', minimum: 0, maximum: 20 },
  logit_bias: { type: 'object', additionalProperties: { type: 'number' } },
  tools: { type: 'array', items: OPEN_OBJECT },
  tool_choice: { oneOf: [{ type: 'string', enum: ['none', 'auto', 'required'] }, OPEN_OBJECT] },
  functions: {
    type: 'array',
    items: OPEN_OBJECT,
    description: 'The older form of `tools`, one call at a time: the answer has `function_call`.',
  },
  function_call: { oneOf: [{ type: 'string', enum: ['none', 'auto'] }, OPEN_OBJECT] },
  parallel_tool_calls: { type: 'boolean' },
  response_format: { type: 'object', properties: { type: { type: 'string' } } },
  prediction: {
    type: 'object',
    description: 'Predicted output: `{"type": "content", "content": …}`.',
    properties: { type: { type: 'string', enum: ['content'] } },
  },
  user: { type: 'string', description: 'Your end user. A pseudonym that is the same for the same user is forwarded.' },
  safety_identifier: { type: 'string', description: 'Taken for `user` where that is not given.' },
  modalities: { type: 'array', items: { type: 'string', enum: ['text'] }, description: 'Answers are text.' },
  store: { type: 'boolean', description: '`true` is refused by policies that protect PHI; never forwarded.' },
  reasoning_effort: { type: 'string', enum: ['none', 'minimal', 'low', 'medium', 'high', 'xhigh'] },
  stream: { type: 'boolean', default: false },
  stream_options: { type: 'object', properties: { include_usage: { type: 'boolean' } } },
  metadata: { type: 'object', additionalProperties: true, description: 'Stays here; never forwarded.' },
};

export const CHAT_BODY: ApiBodyOptions = {
  schema: { type: 'object', required: ['model', 'messages'], properties: CHAT_PROPERTIES, example: CHAT_EXAMPLE },
};

export const NATIVE_CHAT_BODY: ApiBodyOptions = {
  schema: {
    type: 'object',
    required: ['model', 'messages'],
    properties: {
      ...CHAT_PROPERTIES,
      session_id: {
        type: 'string',
        format: 'uuid',
        description: 'One conversation: one set of placeholders, one history.',
      },
      use_history: {
        type: 'boolean',
        default: false,
        description: "Puts the session's earlier messages before those of the body. Needs a session.",
      },
      max_history: {
        type: 'integer',
        minimum: 1,
        maximum: MOST_HISTORY,
        default: MOST_HISTORY,
        description: 'How many earlier messages at most, the newest.',
      },
      enable_phi: { type: 'boolean', description: 'true turns protection on; false is ignored.' },
      phi_categories: {
        type: 'array',
        items: { type: 'string', enum: [...PHI_CATEGORIES] },
        description: 'Added to those of the policy.',
      },
      phi_spans: {
        type: 'array',
        maxItems: 10_000,
        description:
          'Stretches of texts of this body that are PHI: hidden besides what is found, and in manual mode alone. `path` ' +
          'is `messages[0].content` or `/messages/0/content`; `start` and `end` are UTF-16 offsets.',
        items: {
          type: 'object',
          required: ['path', 'start', 'end', 'category'],
          properties: {
            path: { type: 'string', example: 'messages[0].content' },
            start: { type: 'integer', minimum: 0 },
            end: { type: 'integer', minimum: 1 },
            category: { type: 'string', enum: [...PHI_CATEGORIES] },
          },
        },
      },
    },
    example: { ...CHAT_EXAMPLE, session_id: '0b0f7a52-6a53-4c8e-9a3f-6b1c1f1f2a10' },
  },
};

export const CHAT_COMPLETION: ApiResponseOptions = {
  status: 200,
  description:
    "OpenAI's completion object, or its chunks as server-sent events when `stream` is true. Headers: `x-request-id`, " +
    '`x-radiant-overhead-ms`, `x-radiant-receipt` and, when PHI was found, `x-radiant-phi-mapping-id`.',
  content: {
    'application/json': { schema: { type: 'object', additionalProperties: true }, example: COMPLETION_EXAMPLE },
    'text/event-stream': {
      schema: { type: 'string' },
      example: 'data: {"object":"chat.completion.chunk"}\n\ndata: [DONE]\n\n',
    },
  },
};

export const NATIVE_CHAT_COMPLETION: ApiResponseOptions = {
  status: 200,
  description: "OpenAI's completion object with `session_id` and `phi_mapping_id`, in the envelope.",
  content: {
    'application/json': {
      schema: { type: 'object', additionalProperties: true },
      example: {
        success: true,
        data: { ...COMPLETION_EXAMPLE, phi_mapping_id: 'd9428888-122b-41e1-b85c-61cd3cbb3210' },
        meta: { requestId: '5b6f4f3e-4c1f-4d7c-9a5e-0c9f6a3b2d10', timing: { duration: 3.2 } },
      },
    },
    'text/event-stream': {
      schema: { type: 'string' },
      example: 'data: {"object":"chat.completion.chunk"}\n\ndata: [DONE]\n\n',
    },
  },
};
