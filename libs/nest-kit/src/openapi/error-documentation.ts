import type { OpenAPIObject } from '@nestjs/swagger';
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

/** Adds both forms of errors to every operation as its default answer. */
export function documentErrors(document: OpenAPIObject): void {
  document.components ??= {};
  Object.assign((document.components.schemas ??= {}), { OpenAiError: OPENAI_ERROR, Error: ENVELOPE_ERROR });
  for (const [path, item] of Object.entries(document.paths)) {
    const schema = { $ref: `#/components/schemas/${path.startsWith('/v1/') ? 'OpenAiError' : 'Error'}` };
    for (const operation of [item.get, item.post, item.put, item.patch, item.delete]) {
      if (!operation) continue;
      operation.responses['default'] = {
        description: 'An error; the table of codes is in the description of this API.',
        content: { 'application/json': { schema } },
      };
    }
  }
}
