import type { ApiBodyOptions, ApiResponseOptions } from '@nestjs/swagger';

export const TEXT_COMPLETION_BODY: ApiBodyOptions = {
  schema: {
    type: 'object',
    required: ['model', 'prompt'],
    properties: {
      model: { type: 'string', description: 'The id of a model of `GET /v1/models`.' },
      prompt: { oneOf: [{ type: 'string' }, { type: 'array', minItems: 1, maxItems: 1, items: { type: 'string' } }] },
      max_tokens: { type: 'integer', minimum: 1, maximum: 128000 },
      temperature: { type: 'number', minimum: 0, maximum: 2 },
      top_p: { type: 'number', minimum: 0, maximum: 1 },
      n: { type: 'integer', minimum: 1, maximum: 128 },
      stop: { oneOf: [{ type: 'string' }, { type: 'array', maxItems: 4, items: { type: 'string' } }] },
      presence_penalty: { type: 'number', minimum: -2, maximum: 2 },
      frequency_penalty: { type: 'number', minimum: -2, maximum: 2 },
      seed: { type: 'integer' },
      logit_bias: { type: 'object', additionalProperties: { type: 'number' } },
      user: { type: 'string', description: 'Your end user. A pseudonym is forwarded.' },
      stream: { type: 'boolean', default: false },
      stream_options: { type: 'object', properties: { include_usage: { type: 'boolean' } } },
    },
    example: { model: 'demo-chat-small', prompt: 'Write to Jane Doe, MRN 00482913, that her appointment is at nine.' },
  },
};

export const TEXT_COMPLETION: ApiResponseOptions = {
  status: 200,
  description: "OpenAI's text completion object, or its chunks as server-sent events when `stream` is true.",
  content: {
    'application/json': {
      schema: { type: 'object', additionalProperties: true },
      example: {
        id: 'cmpl-1',
        object: 'text_completion',
        created: 1768478400,
        model: 'demo-chat-small',
        choices: [{ index: 0, text: 'Dear Jane Doe, …', logprobs: null, finish_reason: 'stop' }],
        usage: { prompt_tokens: 17, completion_tokens: 9, total_tokens: 26 },
      },
    },
    'text/event-stream': {
      schema: { type: 'string' },
      example: 'data: {"object":"text_completion"}\n\ndata: [DONE]\n\n',
    },
  },
};
