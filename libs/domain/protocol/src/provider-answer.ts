import { DomainError } from '@radiant/kernel';
import { asFields, type Fields } from './json-reader.js';

/**
 * The fields of a provider's answer or event.
 * @throws DomainError `provider_error` in our own words: a parser's message quotes the text.
 */
export function answerFields(text: string): Fields {
  try {
    return asFields(JSON.parse(text)) ?? malformed();
  } catch {
    return malformed();
  }
}

/** @throws DomainError `provider_error`, always. */
export function malformed(): never {
  throw new DomainError('provider_error', 'the provider sent an answer that is not valid');
}
