import { auditActor, type Principal } from '@radiant/identity';
import {
  DomainError,
  type AuditAction,
  type AuditDetails,
  type AuditEvent,
  type AuditOutcome,
  type Clock,
  type IdGenerator,
  type RequestId,
  type TenantId,
  type UserId,
} from '@radiant/kernel';

/** Who asks, and where from. */
export interface Actor {
  readonly principal: Principal;
  readonly requestId: RequestId;
  readonly origin: { readonly ip?: string; readonly userAgent?: string };
}

/** What was done, as the trail names it. */
export interface Deed {
  readonly tenantId: TenantId;
  readonly action: AuditAction;
  /** `success` unless it says otherwise. */
  readonly outcome?: AuditOutcome;
  readonly resource?: { readonly type: string; readonly id?: string };
  readonly details?: AuditDetails;
}

/** The event of one deed of the actor, now. */
export function auditEvent(actor: Actor, ids: IdGenerator, clock: Clock, deed: Deed): AuditEvent {
  return {
    id: ids.uuid(),
    tenantId: deed.tenantId,
    occurredAt: clock.now(),
    action: deed.action,
    outcome: deed.outcome ?? 'success',
    actor: { ...auditActor(actor.principal), crossTenant: actor.principal.homeTenantId !== deed.tenantId },
    resource: deed.resource,
    requestId: actor.requestId,
    origin: actor.origin,
    details: deed.details,
  };
}

/** The person who asks. @throws DomainError `forbidden` when it is no person: a key can't answer for itself. */
export function personOf(actor: Actor): UserId {
  const { userId, apiKeyId } = actor.principal;
  if (userId === undefined || apiKeyId !== undefined) {
    throw new DomainError('forbidden', 'this needs a token of a person');
  }
  return userId;
}

/** Whether a super administrator asks, on whatever tenant. */
export const isPlatform = ({ principal }: Actor): boolean => principal.roles.includes('super_admin');

/** The id that is kept of who did it: the person, or else the key. @throws DomainError `forbidden` when there is neither. */
export function nameOf(actor: Actor): string {
  const name = actor.principal.userId ?? actor.principal.apiKeyId;
  if (name === undefined) throw new DomainError('forbidden', 'this needs a principal with an id');
  return name;
}
