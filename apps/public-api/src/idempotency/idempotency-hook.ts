import type { BeginIdempotentCall, IdempotentCall, KeepReply } from '@radiant/inference';
import { originOf, principalOf, requestIdOf } from '@radiant/nest-kit';
import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import { recordReply } from './record-reply.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set when the caller gave the request a key. */
    idempotency?: IdempotentCall;
  }
}

/**
 * Repeats the reply of a call that was made before under the same `Idempotency-Key`, and keeps the reply of one that was
 * not: on every route that calls a model, whatever its shape. Requests without the header pass at once.
 */
export function idempotencyHook(begin: BeginIdempotentCall, keep: KeepReply) {
  return (request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction): void => {
    const key = request.headers['idempotency-key'];
    const { permission } = request.routeOptions.config;
    if (key === undefined || permission !== 'inference.call' || request.method !== 'POST') return done();
    const keyed = {
      principal: principalOf(request),
      requestId: requestIdOf(request),
      origin: originOf(request),
      key: String(key),
      asked: askedOf(request),
    };
    begin.execute(keyed).then(
      (found) => {
        if ('state' in found) {
          void reply
            .status(found.reply.status)
            .headers(found.reply.headers)
            .header('idempotent-replayed', 'true')
            .header('x-radiant-original-request', found.requestId)
            .send(found.reply.body);
          return;
        }
        request.idempotency = found;
        recordReply(reply.raw, (sent) => keep.execute(found, sent));
        done();
      },
      (error: unknown) => done(error instanceof Error ? error : new Error('a key could not be looked up')),
    );
  };
}

/** Names of headers that are about the connection and not about the answer would make a repeated request another one. */
function askedOf({ originalUrl, body, headers }: FastifyRequest): readonly string[] {
  const controls = Object.entries(headers)
    .filter(([name]) => name.startsWith('x-radiant-'))
    .map(([name, value]) => `${name}: ${String(value)}`)
    .sort();
  return [originalUrl, JSON.stringify(body) ?? '', ...controls];
}
