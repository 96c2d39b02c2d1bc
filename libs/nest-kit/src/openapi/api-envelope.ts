import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';

/**
 * Documents a successful native answer: `data` of this class inside the envelope.
 * @param files media types that the same may be had in as text, e.g. `text/csv`.
 */
export function ApiEnvelope(data: Type, status = 200, files: readonly string[] = []): MethodDecorator & ClassDecorator {
  const schema = enveloped(data);
  const texts = files.map((mediaType) => [mediaType, { schema: { type: 'string' as const } }] as const);
  return applyDecorators(
    ApiExtraModels(data),
    ApiResponse({
      status,
      description: 'In the envelope of every native answer.',
      content: { 'application/json': { schema }, ...Object.fromEntries(texts) },
    }),
  );
}

const enveloped = (data: Type) => ({
  type: 'object' as const,
  required: ['success', 'data', 'meta'],
  properties: {
    success: { type: 'boolean' as const, enum: [true] },
    data: { $ref: getSchemaPath(data) },
    meta: {
      type: 'object' as const,
      required: ['requestId', 'timing'],
      properties: {
        requestId: { type: 'string' as const, format: 'uuid', example: '5b6f4f3e-4c1f-4d7c-9a5e-0c9f6a3b2d10' },
        timing: {
          type: 'object' as const,
          required: ['duration'],
          properties: { duration: { type: 'number' as const, description: 'ms', example: 3.2 } },
        },
        pagination: {
          type: 'object' as const,
          description: 'Of record lists.',
          required: ['page', 'limit', 'total', 'hasMore'],
          properties: {
            page: { type: 'integer' as const },
            limit: { type: 'integer' as const },
            total: { type: 'integer' as const },
            hasMore: { type: 'boolean' as const },
          },
        },
      },
    },
  },
});
