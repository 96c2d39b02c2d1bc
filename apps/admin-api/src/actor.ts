import type { Actor } from '@radiant/governance';
import { originOf, principalOf, requestIdOf } from '@radiant/nest-kit';
import type { FastifyRequest } from 'fastify';

/** Who asks, as the use cases take it. */
export const actorOf = (request: FastifyRequest): Actor => ({
  principal: principalOf(request),
  requestId: requestIdOf(request),
  origin: originOf(request),
});
