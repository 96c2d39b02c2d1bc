import { types } from 'node:util';
import { DomainError } from '@radiant/kernel';

/** Names that a system, a driver or the SDK gives to failures: one word, which holds no data. */
const NAME = /^[A-Za-z0-9_]{3,60}$/;
const DEEPEST = 8;

/** Why something failed, as far as a log may tell: our own code, and the name of what lies behind it. */
export function whyFailed(error: unknown): { readonly errorCode?: string; readonly cause?: string } {
  const cause = causeOf(error);
  return { ...(error instanceof DomainError && { errorCode: error.code }), ...(cause !== undefined && { cause }) };
}

/** The name of the first failure of a chain, e.g. `ECONNREFUSED`, `28P01`, `ResourceNotFoundException`, or `HTTP_401` of a provider. */
export function causeOf(error: unknown): string | undefined {
  let found: string | undefined;
  let next = error;
  for (let depth = 0; depth < DEEPEST && types.isNativeError(next); depth++) {
    found = (next instanceof DomainError ? upstreamStatus(next) : nameOf(next)) ?? found;
    next = 'errors' in next && Array.isArray(next.errors) ? next.errors[0] : next.cause;
  }
  return found;
}

const upstreamStatus = ({ facts }: DomainError): string | undefined =>
  typeof facts['upstreamStatus'] === 'number' ? `HTTP_${facts['upstreamStatus']}` : undefined;

function nameOf(error: Error): string | undefined {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return code !== 'Error' && NAME.test(code) ? code : undefined;
}
