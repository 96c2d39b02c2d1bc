import type { DomainError } from '@radiant/kernel';
import { requestIds } from '../http/request-ids.js';
import { SECURITY_HEADERS } from '../http/response-headers.js';
import { errorReply } from './error-reply.js';

/** An error with everything that Fastify would add, for requests that never come to it. */
export interface WholeReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export function wholeReply(url: string, error: DomainError, requestId: string): WholeReply {
  const { status, headers, body } = errorReply(url, error, requestId);
  const text = JSON.stringify(body);
  return {
    status,
    headers: {
      ...SECURITY_HEADERS,
      ...requestIds(requestId, url),
      ...headers,
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(Buffer.byteLength(text)),
    },
    text,
  };
}
