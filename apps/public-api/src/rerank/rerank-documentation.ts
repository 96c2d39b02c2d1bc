import type { ApiBodyOptions, ApiResponseOptions } from '@nestjs/swagger';

const DOCUMENTS = ['Jane Doe takes ibuprofen.', 'The clinic opens at seven.'];

export const RERANK_BODY: ApiBodyOptions = {
  schema: {
    type: 'object',
    required: ['query', 'documents'],
    properties: {
      model: {
        type: 'string',
        description: "A model with the capability `rerank`; the tenant's default without it.",
      },
      query: { type: 'string', minLength: 1 },
      documents: {
        type: 'array',
        minItems: 1,
        maxItems: 1000,
        description: 'Texts, or objects with a `text`; their other fields are ignored.',
        items: {
          oneOf: [
            { type: 'string', minLength: 1 },
            {
              type: 'object',
              required: ['text'],
              properties: { text: { type: 'string' } },
              additionalProperties: true,
            },
          ],
        },
      },
      top_n: { type: 'integer', minimum: 1, description: 'How many to answer at most; all without it.' },
      return_documents: { type: 'boolean', default: true },
    },
    example: { model: 'demo-rerank', query: 'What does Jane Doe take?', documents: DOCUMENTS, top_n: 1 },
  },
};

export const RANKING: ApiResponseOptions = {
  status: 200,
  description:
    'The best first; `index` counts from 0. Headers: `x-request-id`, `x-radiant-overhead-ms`, `x-radiant-receipt` and, ' +
    'when PHI was found, `x-radiant-phi-mapping-id`.',
  content: {
    'application/json': {
      schema: { type: 'object', additionalProperties: true },
      example: {
        id: '5b6f4f3e-4c1f-4d7c-9a5e-0c9f6a3b2d10',
        results: [{ index: 0, relevance_score: 0.25, document: { text: DOCUMENTS[0] } }],
        meta: { tokens: { input_tokens: 27 } },
      },
    },
  },
};
