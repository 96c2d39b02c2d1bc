import { ValidationPipe } from '@nestjs/common';
import { DomainError } from '@radiant/kernel';

/** Checks a query or body against its DTO. @throws DomainError `validation_error` naming the first bad field. */
export const validated = (): ValidationPipe =>
  new ValidationPipe({
    transform: true,
    whitelist: true,
    stopAtFirstError: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => {
      const [first] = errors;
      const message = Object.values(first?.constraints ?? {})[0] ?? 'the query is not valid';
      return new DomainError('validation_error', message, first ? { field: first.property } : {});
    },
  });
