import { auditActor } from '@radiant/identity';
import type { AuditTrail, Clock, ErrorCode, IdGenerator } from '@radiant/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../logging/log.js';
import { originOf, requestIdOf } from './origin.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The code with which the request failed. */
    failure?: ErrorCode;
    /** What lies behind it, as `causeOf` names it. */
    failureCause?: string | undefined;
  }
}

/** What a known caller was refused. Rate limits are not: they say nothing about who may do what. */
const REFUSED: ReadonlySet<number> = new Set([402, 403]);

/** Writes what known callers were refused into the trail. The refusal itself stands whatever becomes of its record. */
export class Refusals {
  constructor(
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
    private readonly log: Log,
  ) {}

  note(request: FastifyRequest, reply: FastifyReply): void {
    const { principal } = request;
    if (!principal || !REFUSED.has(reply.statusCode)) return;
    this.trail
      .record({
        id: this.ids.uuid(),
        tenantId: principal.homeTenantId,
        occurredAt: this.clock.now(),
        action: 'access.refuse',
        outcome: 'refused',
        actor: auditActor(principal),
        resource: { type: 'route', id: `${request.method} ${request.routeOptions.url ?? ''}` },
        requestId: requestIdOf(request),
        origin: originOf(request),
        details: { code: request.failure ?? 'forbidden' },
      })
      .catch(() => this.log.error('a refusal could not be audited', { requestId: request.id }));
  }
}
