import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Length, Matches, Max, Min, ValidateIf } from 'class-validator';
import { IsMoment } from './moments.js';

/** An optional whole number in a query, or in a body that extends one: there, null is none. */
export const WholeNumber = (from: number, to: number, fallback: number): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ type: 'integer', minimum: from, maximum: to, default: fallback }),
    ValidateIf((_, value) => value !== undefined),
    Type(() => Number),
    IsInt(),
    Min(from),
    Max(to),
  );

/** An optional `true` or `false` in a query. */
export const Flag = (): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ type: 'boolean' }),
    IsOptional(),
    Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value)),
    IsBoolean({ message: '$property must be true or false' }),
  );

/** An optional word of a closed list in a query. */
export const OneOf = (values: readonly string[]): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ enum: [...values] }),
    IsOptional(),
    IsIn(values, { message: `$property must be one of ${values.join(', ')}` }),
  );

/** An optional text in a query. */
export const Text = (description?: string): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ type: 'string', maxLength: 200, description }),
    IsOptional(),
    IsString(),
    Length(1, 200),
    WithoutNul(),
  );

/** No database keeps a text with NUL. */
export const WithoutNul = (): PropertyDecorator =>
  Matches(/^[^\0]*$/, { message: '$property must be text without NUL' });

/** An optional moment in a query. */
export const Moment = (description: string): PropertyDecorator =>
  applyDecorators(ApiPropertyOptional({ type: 'string', format: 'date-time', description }), IsOptional(), IsMoment());
