import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';

/** Documents a successful native answer: `data` of this class inside the envelope. */
export const ApiEnvelope = (data: Type, status = 200): MethodDecorator & ClassDecorator =>
  applyDecorators(
    ApiExtraModels(data),
    ApiResponse({
      status,
      description: 'In the envelope of every native answer.',
      schema: {
        type: 'object',
        required: ['success', 'data', 'meta'],
        properties: {
          success: { type: 'boolean', enum: [true] },
          data: { $ref: getSchemaPath(data) },
          meta: {
            type: 'object',
            required: ['requestId', 'timing'],
            properties: {
              requestId: { type: 'string', format: 'uuid', example: '5b6f4f3e-4c1f-4d7c-9a5e-0c9f6a3b2d10' },
              timing: { type: 'object', properties: { duration: { type: 'number', description: 'ms', example: 3.2 } } },
            },
          },
        },
      },
    }),
  );
