import { types } from 'node:util';
import { DomainError } from '@radiant/kernel';
import { errors } from 'undici';
import { ForbiddenAddressError } from './checked-lookup.js';

/** An upstream may ask for a longer pause, but clients give up on anything beyond a minute. */
const LONGEST_RETRY_SECONDS = 60;

/** As Node and undici name what fails. */
const CODE = /^[A-Z0-9_]{3,60}$/;

/** A status that is not 2xx, in our own words. The upstream's body is never read: it may quote the prompt or a key. */
export function statusFailure(status: number, retryAfter: string | undefined): DomainError {
  switch (status) {
    case 400:
    case 422:
      return new DomainError('validation_error', 'the provider refused the request as not valid for this model');
    case 408:
      return new DomainError('provider_timeout', 'the provider took too long', { upstreamStatus: status });
    case 504:
      return new DomainError('provider_timeout', 'the provider took too long');
    case 413:
      return new DomainError('payload_too_large', 'the request is too large for the provider');
    case 429:
      return new DomainError('rate_limited', 'the provider is limiting requests', retry(retryAfter));
    case 503:
    case 529:
      return new DomainError('service_unavailable', 'the provider is overloaded', retry(retryAfter));
    default:
      return new DomainError('provider_error', 'the provider failed', { upstreamStatus: status });
  }
}

function retry(retryAfter: string | undefined): { retryAfterSeconds: number } {
  return { retryAfterSeconds: Math.min(Math.max(secondsOf(retryAfter), 1), LONGEST_RETRY_SECONDS) };
}

/** Seconds, or a date (RFC 9110, 10.2.3); 1 where it says nothing that can be read. */
function secondsOf(retryAfter: string | undefined): number {
  if (retryAfter === undefined) return 1;
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter);
  const moment = Date.parse(retryAfter);
  return Number.isNaN(moment) ? 1 : Math.ceil((moment - Date.now()) / 1_000);
}

/** A connection that failed, in our own words. Of its cause a code stays: the rest may hold an address or a piece of a body. */
export function connectionFailure(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (error instanceof ForbiddenAddressError) {
    return new DomainError('provider_error', "the provider's address is not allowed");
  }
  if (
    error instanceof errors.ConnectTimeoutError ||
    error instanceof errors.HeadersTimeoutError ||
    error instanceof errors.BodyTimeoutError
  ) {
    return new DomainError('provider_timeout', 'the provider took too long');
  }
  if (error instanceof errors.ResponseExceededMaxSizeError) {
    return new DomainError('provider_error', 'the provider sent an answer that is too long');
  }
  return new DomainError('provider_error', 'the connection to the provider failed', {}, { cause: codeAlone(error) });
}

/** E.g. `ENOTFOUND` or `CERT_HAS_EXPIRED`, for who runs this. */
function codeAlone(error: unknown): Error | undefined {
  const code = types.isNativeError(error) && 'code' in error ? error.code : undefined;
  if (typeof code !== 'string' || !CODE.test(code)) return undefined;
  return Object.assign(new Error('the connection failed'), { code });
}
