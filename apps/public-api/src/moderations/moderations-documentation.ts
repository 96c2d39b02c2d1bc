import type { ApiBodyOptions, ApiResponseOptions } from '@nestjs/swagger';

export const MODERATIONS_BODY: ApiBodyOptions = {
  schema: {
    type: 'object',
    required: ['input'],
    properties: {
      model: {
        type: 'string',
        default: 'omni-moderation-latest',
        description: 'The id of a model of `GET /v1/models` with the capability `moderations`.',
      },
      input: {
        description:
          'A text, a list of texts, or a list of parts: `text` and `image_url`. The policy decides whether a call with an ' +
          'image is refused, goes without it, or with it.',
        oneOf: [{ type: 'string' }, { type: 'array', minItems: 1, maxItems: 2048, items: {} }],
      },
    },
    example: { model: 'demo-moderation', input: 'Patient Jane Doe asks whether ibuprofen is safe.' },
  },
};

export const MODERATION: ApiResponseOptions = {
  status: 200,
  description:
    'One result for each text, or one for all parts. Headers: `x-request-id`, `x-radiant-overhead-ms`, ' +
    '`x-radiant-receipt` and, when PHI was found, `x-radiant-phi-mapping-id`.',
  content: {
    'application/json': {
      schema: { type: 'object', additionalProperties: true },
      example: {
        id: 'modr-5b6f4f3e-4c1f-4d7c-9a5e-0c9f6a3b2d10',
        model: 'demo-moderation',
        results: [{ flagged: false, categories: { violence: false }, category_scores: { violence: 0.1 } }],
      },
    },
  },
};
