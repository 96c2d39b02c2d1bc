import { DomainError } from '@radiant/kernel';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** An https address, or http to this very machine. @throws DomainError `validation_error` naming the field. */
export function secureUrl(text: string, field: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isSecure = url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.test(url.hostname));
  if (!url || !isSecure || url.username !== '' || url.password !== '') {
    throw new DomainError('validation_error', `${field} must be an https URL without credentials in it`, { field });
  }
  return url;
}
