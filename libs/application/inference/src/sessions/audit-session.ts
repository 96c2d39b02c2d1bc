import { auditActor, type Principal } from '@radiant/identity';
import type { AuditDetails, AuditOutcome, AuditTrail, Clock, IdGenerator, RequestId, SessionId } from '@radiant/kernel';

/** Who asks for a session, and where from. */
export interface SessionReader {
  readonly principal: Principal;
  readonly requestId: RequestId;
  readonly origin: { readonly ip?: string; readonly userAgent?: string };
}

/** Writes down who read a session and who ended one. */
export class AuditSession {
  constructor(
    private readonly trail: AuditTrail,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /** Durable when it resolves. @throws DomainError `service_unavailable`. */
  async execute(
    reader: SessionReader,
    action: 'session.read' | 'session.delete',
    id: SessionId,
    outcome: AuditOutcome,
    details: AuditDetails,
  ): Promise<void> {
    await this.trail.record({
      id: this.ids.uuid(),
      tenantId: reader.principal.tenantId,
      occurredAt: this.clock.now(),
      action,
      outcome,
      actor: auditActor(reader.principal),
      resource: { type: 'session', id },
      requestId: reader.requestId,
      origin: reader.origin,
      details,
    });
  }
}
