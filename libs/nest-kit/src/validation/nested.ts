import { applyDecorators, type Type as Class } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsObject, ValidateIf, ValidateNested } from 'class-validator';

/** A field that holds an object of its own form. `ValidateNested` alone takes a list, whose members it checks, for one. */
export const Nested = (type: () => Class): PropertyDecorator =>
  applyDecorators(IsObject({ message: '$property must be an object' }), ValidateNested(), Type(type));

/** One that may be left out. Null is not left out: `IsOptional` would let it pass unseen, to where an object is read. */
export const OptionalNested = (type: () => Class): PropertyDecorator =>
  applyDecorators(
    ValidateIf((_, value) => value !== undefined),
    Nested(type),
  );

/** A list of such objects; `IsArray` and its limits are said beside it. */
export const EachNested = (type: () => Class): PropertyDecorator =>
  applyDecorators(
    IsObject({ each: true, message: 'each of $property must be an object' }),
    ValidateNested({ each: true }),
    Type(type),
  );
