import type { ApiBodyOptions, ApiResponseOptions } from '@nestjs/swagger';
import { PHI_CATEGORIES } from '@radiant/phi';

type Schema = Extract<ApiBodyOptions, { readonly schema: unknown }>['schema'];

const EXAMPLE = { model: 'demo-embed', input: ['Patient Jane Doe asks whether ibuprofen is safe.'] };

const LIST = {
  object: 'list',
  data: [{ object: 'embedding', index: 0, embedding: [0.012, -0.034] }],
  model: 'demo-embed',
  usage: { prompt_tokens: 12, total_tokens: 12 },
};

const PROPERTIES: Record<string, Schema> = {
  model: { type: 'string', description: "The id of a model of `GET /v1/models`; the tenant's default without it." },
  input: {
    description: 'A text, a list of texts, or token numbers. Token numbers are refused while PHI is protected.',
    oneOf: [{ type: 'string' }, { type: 'array', minItems: 1, maxItems: 2048, items: {} }],
  },
  dimensions: { type: 'integer', minimum: 1, maximum: 65536 },
  encoding_format: { type: 'string', enum: ['float', 'base64'], default: 'float' },
};

const schema = (properties: Record<string, Schema>): Schema => ({
  type: 'object',
  required: ['input'],
  properties,
  example: EXAMPLE,
});

export const EMBEDDINGS_BODY: ApiBodyOptions = { schema: schema(PROPERTIES) };

export const NATIVE_EMBEDDINGS_BODY: ApiBodyOptions = {
  schema: schema({
    ...PROPERTIES,
    enable_phi: { type: 'boolean', description: 'true turns protection on; false is ignored.' },
    phi_categories: {
      type: 'array',
      items: { type: 'string', enum: [...PHI_CATEGORIES] },
      description: 'Added to those of the policy.',
    },
  }),
};

export const EMBEDDINGS_ANSWER: ApiResponseOptions = {
  status: 200,
  description:
    "OpenAI's list of embeddings. Headers: `x-request-id`, `x-radiant-overhead-ms`, `x-radiant-receipt` and, when PHI " +
    'was found, `x-radiant-phi-mapping-id`.',
  content: { 'application/json': { schema: { type: 'object', additionalProperties: true }, example: LIST } },
};

export const NATIVE_EMBEDDINGS_ANSWER: ApiResponseOptions = {
  status: 200,
  description: "OpenAI's list of embeddings with `phi_mapping_id`, in the envelope.",
  content: {
    'application/json': {
      schema: { type: 'object', additionalProperties: true },
      example: {
        success: true,
        data: { ...LIST, phi_mapping_id: 'd9428888-122b-41e1-b85c-61cd3cbb3210' },
        meta: { requestId: '5b6f4f3e-4c1f-4d7c-9a5e-0c9f6a3b2d10', timing: { duration: 3.2 } },
      },
    },
  },
};
