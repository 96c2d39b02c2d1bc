import { ValidationPipe, type ArgumentMetadata, type PipeTransform, type ValidationError } from '@nestjs/common';
import { DomainError } from '@radiant/kernel';
import { getMetadataStorage } from 'class-validator';

/**
 * Checks a query or body against its DTO. @param unknownFields of a body: refused, or else a mistyped limit would be lost
 * without a word; unknown parameters of a query are left out always. @throws DomainError `validation_error` naming the
 * first bad field.
 */
export function validated({
  unknownFields = 'refused',
}: { unknownFields?: 'refused' | 'ignored' } = {}): PipeTransform {
  const queries = pipe(false);
  const bodies = pipe(unknownFields === 'refused');
  return {
    transform: (value: unknown, metadata: ArgumentMetadata): Promise<unknown> =>
      (metadata.type === 'body' ? bodies : queries).transform(value, metadata),
  };
}

const pipe = (forbidNonWhitelisted: boolean): ValidationPipe =>
  new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted,
    stopAtFirstError: true,
    validationError: { target: true, value: false },
    exceptionFactory: (errors) => {
      const { path, message } = firstProblem(errors);
      return new DomainError('validation_error', message, path === '' ? {} : { field: path });
    },
  });

interface Problem {
  readonly path: string;
  readonly message: string;
}

/** The first mistake, with the path that leads to it: `limits.requests_per_minute`. */
function firstProblem(errors: readonly ValidationError[]): Problem {
  const [first] = errors;
  if (!first) return { path: '', message: 'the request is not valid' };
  const { whitelistValidation: unknown, ...others } = first.constraints ?? {};
  if (unknown !== undefined) return unknownField(first);
  const message = Object.values(others)[0];
  if (message !== undefined) return { path: first.property, message };
  const inner = firstProblem(first.children ?? []);
  return { path: `${first.property}.${inner.path}`, message: `${first.property}.${inner.message}` };
}

/** Names of the caller's making are repeated where they can be a slip of the pen, and nothing longer. */
const LIKE_A_FIELD = /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/;

function unknownField({ property, target }: ValidationError): Problem {
  const path = LIKE_A_FIELD.test(property) ? property : '?';
  return { path, message: `${path} is not a field here: the fields are ${fieldsOf(target).join(', ')}` };
}

function fieldsOf(target: object | undefined): readonly string[] {
  const known = getMetadataStorage().getTargetValidationMetadatas(target?.constructor ?? Object, '', false, false);
  return [...new Set(known.map(({ propertyName }) => propertyName))];
}
