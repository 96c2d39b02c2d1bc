import type { Type } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';

/** Documents a body with one that works. */
export const BodyExample = (type: Type, value: object): MethodDecorator =>
  ApiBody({ type, examples: { example: { value } } });
