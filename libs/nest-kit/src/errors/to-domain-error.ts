import { HttpException } from '@nestjs/common';
import { DomainError, type ErrorCode } from '@radiant/kernel';

/** What the framework itself refuses, by status. Its messages are not passed on: they may quote the request. */
const FRAMEWORK: Readonly<Record<number, { code: ErrorCode; message: string }>> = {
  400: { code: 'validation_error', message: 'the body is not valid JSON' },
  401: { code: 'unauthorized', message: 'authentication is required' },
  403: { code: 'forbidden', message: 'this is not allowed' },
  404: { code: 'not_found', message: 'no such route' },
  405: { code: 'method_not_allowed', message: 'the route does not have this method' },
  413: { code: 'payload_too_large', message: 'the body must not be larger than 4 MiB' },
  415: { code: 'unsupported_media_type', message: 'the body must be JSON, with content-type: application/json' },
};

/** Anything thrown, as a DomainError. What nobody expected becomes `internal_error` without a word of its own text. */
export function toDomainError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  const status = error instanceof HttpException ? error.getStatus() : statusCode(error);
  const known = status === undefined ? undefined : FRAMEWORK[status];
  if (known) return new DomainError(known.code, known.message);
  return new DomainError('internal_error', 'an unexpected error occurred', {}, { cause: error });
}

const statusCode = (error: unknown): number | undefined =>
  error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined;
