import { ValidationPipe, type ArgumentMetadata, type PipeTransform, type ValidationError } from '@nestjs/common';
import { DomainError } from '@radiant/kernel';
import { getMetadataStorage } from 'class-validator';

/** What becomes of what no DTO knows: refused, or else a mistyped limit or filter would be lost without a word. */
export interface UnknownRule {
  /** Fields of a body. */
  readonly unknownFields?: 'refused' | 'ignored';
  /** Parameters of a query. */
  readonly unknownParameters?: 'refused' | 'ignored';
}

/** Checks a query or body against its DTO. @throws DomainError `validation_error` naming the first bad field. */
export function validated({
  unknownFields = 'refused',
  unknownParameters = 'refused',
}: UnknownRule = {}): PipeTransform {
  const queries = pipe('parameter', unknownParameters === 'refused');
  const bodies = pipe('field', unknownFields === 'refused');
  return {
    transform: (value: unknown, metadata: ArgumentMetadata): Promise<unknown> =>
      (metadata.type === 'body' ? bodies : queries).transform(value, metadata),
  };
}

type Kind = 'field' | 'parameter';

const pipe = (kind: Kind, forbidNonWhitelisted: boolean): ValidationPipe =>
  new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted,
    stopAtFirstError: true,
    validationError: { target: true, value: false },
    exceptionFactory: (errors) => {
      const { path, message } = firstProblem(errors, kind);
      return new DomainError('validation_error', message, path === '' ? {} : { field: path });
    },
  });

interface Problem {
  readonly path: string;
  readonly message: string;
}

/** The first mistake, with the path that leads to it: `limits.requests_per_minute`. */
function firstProblem(errors: readonly ValidationError[], kind: Kind): Problem {
  const [first] = errors;
  if (!first) return { path: '', message: 'the request is not valid' };
  const { whitelistValidation: unknown, ...others } = first.constraints ?? {};
  if (unknown !== undefined) return unknownField(first, kind);
  const message = Object.values(others)[0];
  if (message !== undefined) return { path: first.property, message };
  const inner = firstProblem(first.children ?? [], kind);
  return { path: `${first.property}.${inner.path}`, message: `${first.property}.${inner.message}` };
}

/** Names of the caller's making are repeated where they can be a slip of the pen, and nothing longer. */
const LIKE_A_FIELD = /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/;

function unknownField({ property, target }: ValidationError, kind: Kind): Problem {
  const path = likeAField(property);
  return { path, message: `${path} is not a ${kind} here: the ${kind}s are ${fieldsOf(target).join(', ')}` };
}

/** A name as far as it may be repeated. */
export const likeAField = (name: string): string => (LIKE_A_FIELD.test(name) ? name : '?');

function fieldsOf(target: object | undefined): readonly string[] {
  const known = getMetadataStorage().getTargetValidationMetadatas(target?.constructor ?? Object, '', false, false);
  return [...new Set(known.map(({ propertyName }) => propertyName))];
}
