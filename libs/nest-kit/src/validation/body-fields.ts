import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import {
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
  ArrayMaxSize,
  ValidateIf,
} from 'class-validator';
import { IsMoment } from './moments.js';

interface FieldOptions {
  readonly optional?: boolean;
  /** Whether null, which takes a value away, may stand in its place. */
  readonly nullable?: boolean;
  readonly example?: unknown;
  readonly description?: string;
}

/** A field of a body with its documentation; `checks` are skipped when it is optional and absent, or null and may be. */
function field(
  { optional = false, nullable = false, ...shown }: FieldOptions,
  api: ApiPropertyOptions,
  ...checks: PropertyDecorator[]
) {
  const options: ApiPropertyOptions = { ...api, ...shown, ...(nullable && { nullable }) };
  const skipped = ValidateIf((_, value) => !(optional && value === undefined) && !(nullable && value === null));
  // Said in so many words: a class that extends another would inherit what that one says of the field.
  return applyDecorators(ApiProperty(options), ApiProperty({ required: !optional }), skipped, ...checks);
}

export const TextField = (from: number, to: number, options: FieldOptions = {}): PropertyDecorator =>
  field(options, { type: 'string', minLength: from, maxLength: to }, IsString(), Length(from, to));

/** A text of a stated form. @param expected completes `<field> must be …`. */
export const PatternField = (pattern: RegExp, expected: string, options: FieldOptions = {}): PropertyDecorator =>
  field(
    options,
    { type: 'string', pattern: pattern.source },
    IsString(),
    Matches(pattern, { message: `$property must be ${expected}` }),
  );

export const UuidField = (options: FieldOptions = {}): PropertyDecorator =>
  field(options, { type: 'string', format: 'uuid' }, IsUUID(undefined, { message: '$property must be a UUID' }));

export const ChoiceField = (values: readonly string[], options: FieldOptions = {}): PropertyDecorator =>
  field(options, { enum: [...values] }, IsIn(values, { message: `$property must be one of ${values.join(', ')}` }));

export const FlagField = (options: FieldOptions = {}): PropertyDecorator =>
  field(options, { type: 'boolean' }, IsBoolean({ message: '$property must be true or false' }));

export const WholeNumberField = (from: number, to: number, options: FieldOptions = {}): PropertyDecorator =>
  field(options, { type: 'integer', minimum: from, maximum: to }, IsInt(), Min(from), Max(to));

export const MomentField = (options: FieldOptions = {}): PropertyDecorator =>
  field(options, { type: 'string', format: 'date-time' }, IsMoment());

export const TextListField = (most: number, options: FieldOptions = {}): PropertyDecorator =>
  field(
    options,
    { type: 'array', items: { type: 'string' }, maxItems: most },
    IsArray(),
    ArrayMaxSize(most),
    IsString({ each: true }),
    Length(1, 300, { each: true }),
  );
