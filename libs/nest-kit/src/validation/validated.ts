import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { DomainError } from '@radiant/kernel';

/** Checks a query or body against its DTO. @throws DomainError `validation_error` naming the first bad field. */
export const validated = (): ValidationPipe =>
  new ValidationPipe({
    transform: true,
    whitelist: true,
    stopAtFirstError: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => {
      const { path, message } = firstProblem(errors);
      return new DomainError('validation_error', message, path === '' ? {} : { field: path });
    },
  });

/** The first mistake, with the path that leads to it: `limits.requests_per_minute`. */
function firstProblem(errors: readonly ValidationError[]): { path: string; message: string } {
  const [first] = errors;
  if (!first) return { path: '', message: 'the request is not valid' };
  const message = Object.values(first.constraints ?? {})[0];
  if (message !== undefined) return { path: first.property, message };
  const inner = firstProblem(first.children ?? []);
  return { path: `${first.property}.${inner.path}`, message: `${first.property}.${inner.message}` };
}
