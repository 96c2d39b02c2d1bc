import type { DomainError } from '@radiant/kernel';
import { HTTP_ERRORS } from './error-table.js';

/** An error as it goes over the wire. */
export interface ErrorReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
}

/** Where Anthropic's clients call. */
export const isAnthropicRoute = (url: string): boolean => /^\/v1\/messages(?:[/?]|$)/.test(url);

/** Anthropic's form on `/v1/messages`, OpenAI's on the rest of `/v1`, the envelope everywhere else. */
export function errorReply(url: string, error: DomainError, requestId: string): ErrorReply {
  const { retryAfterSeconds, ...details } = error.facts;
  return {
    status: HTTP_ERRORS[error.code].status,
    headers: retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
    body: errorBody(url, error, requestId, details),
  };
}

function errorBody(url: string, error: DomainError, requestId: string, details: object): object {
  if (isAnthropicRoute(url)) return anthropicError(error, requestId);
  return /^\/v1(?:[/?]|$)/.test(url) ? openAiError(error) : { success: false, error: envelopeError(error, details) };
}

/** `{"type":"error","error":{…},"request_id"}`, as Anthropic's clients expect; also the last event of a broken stream. */
export const anthropicError = (error: DomainError, requestId: string): object => ({
  type: 'error',
  error: { type: HTTP_ERRORS[error.code].anthropicType, message: error.message },
  request_id: requestId,
});

/** `{"error":{…}}` with all four fields, as OpenAI's clients expect; also the last event of a broken stream. */
export const openAiError = (error: DomainError): object => ({
  error: {
    message: error.message,
    type: HTTP_ERRORS[error.code].type,
    param: typeof error.facts['field'] === 'string' ? error.facts['field'] : null,
    code: error.code,
  },
});

const envelopeError = (error: DomainError, details: object): object => ({
  code: error.code.toUpperCase(),
  message: error.message,
  details: Object.keys(details).length > 0 ? details : undefined,
});
