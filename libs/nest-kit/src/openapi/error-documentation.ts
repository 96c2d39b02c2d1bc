import type { OpenAPIObject } from '@nestjs/swagger';
import { isAnthropicRoute } from '../errors/error-reply.js';
import { HTTP_ERRORS } from '../errors/error-table.js';

const OPENAI_ERROR = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['message', 'type', 'param', 'code'],
      properties: {
        message: { type: 'string' },
        type: { type: 'string' },
        param: { type: ['string', 'null'] },
        code: { type: 'string', enum: Object.keys(HTTP_ERRORS) },
      },
    },
  },
  example: {
    error: { message: 'model is required', type: 'invalid_request_error', param: 'model', code: 'validation_error' },
  },
};

const ANTHROPIC_ERROR = {
  type: 'object',
  required: ['type', 'error', 'request_id'],
  properties: {
    type: { type: 'string', enum: ['error'] },
    error: {
      type: 'object',
      required: ['type', 'message'],
      properties: {
        type: { type: 'string', enum: [...new Set(Object.values(HTTP_ERRORS).map((error) => error.anthropicType))] },
        message: { type: 'string' },
      },
    },
    request_id: { type: 'string' },
  },
  example: {
    type: 'error',
    error: { type: 'not_found_error', message: 'no such model' },
    request_id: '5b6f4f3e-4c1f-4d7c-9a5e-0c9f6a3b2d10',
  },
};

const ENVELOPE_ERROR = {
  type: 'object',
  required: ['success', 'error'],
  properties: {
    success: { type: 'boolean', enum: [false] },
    error: {
      type: 'object',
      required: ['code', 'message'],
      properties: {
        code: { type: 'string', enum: Object.keys(HTTP_ERRORS).map((code) => code.toUpperCase()) },
        message: { type: 'string' },
        details: { type: 'object', additionalProperties: true },
      },
    },
  },
  example: { success: false, error: { code: 'NOT_FOUND', message: 'no such model', details: { field: 'model' } } },
};

/** The error table as a page of the description: code, status, cause and cure. */
export const errorTable = (): string =>
  [
    '| code | status | cause | cure |',
    '|---|---|---|---|',
    ...Object.entries(HTTP_ERRORS).map(
      ([code, { status, cause, cure }]) => `| \`${code}\` | ${status} | ${cause} | ${cure} |`,
    ),
  ].join('\n');

const errorSchema = (path: string): string => {
  if (isAnthropicRoute(path)) return 'AnthropicError';
  return path.startsWith('/v1/') ? 'OpenAiError' : 'Error';
};

/** Adds the form that its errors have to every operation as its default answer. */
export function documentErrors(document: OpenAPIObject): void {
  document.components ??= {};
  const schemas = { OpenAiError: OPENAI_ERROR, Error: ENVELOPE_ERROR };
  const anthropic = Object.keys(document.paths).some(isAnthropicRoute) && { AnthropicError: ANTHROPIC_ERROR };
  Object.assign((document.components.schemas ??= {}), schemas, anthropic);
  for (const [path, item] of Object.entries(document.paths)) {
    const schema = { $ref: `#/components/schemas/${errorSchema(path)}` };
    for (const operation of [item.get, item.post, item.put, item.patch, item.delete]) {
      if (!operation) continue;
      operation.responses['default'] = {
        description: 'An error; the table of codes is in the description of this API.',
        content: { 'application/json': { schema } },
      };
    }
  }
}
