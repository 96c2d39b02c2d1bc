import { isUtf8 } from 'node:buffer';
import { DomainError } from '@radiant/kernel';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refuseShape } from './body-shape.js';

/**
 * Takes bodies of JSON in UTF-8, the one encoding that JSON has (RFC 8259, 8.1). Fastify's own parser puts U+FFFD where
 * the bytes are of another encoding: a name in Latin-1 would arrive in pieces that nobody finds, and leave.
 */
export function takeJsonBodies(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.removeContentTypeParser(['application/json', 'text/plain']);
  server.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    // nothing is what a DELETE says as a rule, and some clients name a type with every call
    if (body.length === 0 && request.method === 'DELETE') return done(null, undefined);
    const refused = unreadable(request, body);
    if (refused) return done(refused);
    const text = body.toString();
    return parse(request, text, (error, value) => done(error && isJson(text) ? POLLUTING : error, value));
  });
}

/** Such keys become prototypes where objects are copied carelessly: Fastify's parser takes them nowhere in a body. */
const POLLUTING = new DomainError(
  'validation_error',
  'the body must have no key named __proto__, and no constructor with a key named prototype',
);

/** Whether it was refused for something else. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function unreadable({ headers }: FastifyRequest, body: Buffer): DomainError | undefined {
  if ((headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity')
    return new DomainError('unsupported_media_type', 'the body must be sent as it is, without content-encoding');
  if (!isUtf8(body)) return new DomainError('validation_error', 'the body must be JSON in UTF-8');
  return refuseShape(body);
}
