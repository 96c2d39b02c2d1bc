import { DomainError, isUuid, type AuditEvent, type Digest, type Sealer } from '@radiant/kernel';
import { bodyContext, bodyText, isDestroyed } from './audit-body.js';
import type { AuditContent, AuditRow } from './audit-row.js';
import { contentHash } from './hashes.js';
import { RETENTION_CLASS_OF } from './retention.js';

/** Lone surrogates and NUL: no database keeps them, so the hash of what comes back would differ. */
const UNSTORABLE = /[\0\p{Surrogate}]/gu;

/** Makes events into rows of the trail. */
export class AuditRowFactory {
  constructor(
    private readonly sealer: Sealer,
    private readonly digest: Digest,
  ) {}

  /**
   * A tenant whose key was destroyed still has a trail, and its rows have no body.
   * @throws DomainError `service_unavailable` when the body can't be sealed, `internal_error` for an id that is no UUID.
   */
  async row(event: AuditEvent): Promise<AuditRow> {
    const { id, tenantId } = event;
    if (!isUuid(id)) throw new DomainError('internal_error', 'the id of an audit event must be a lower-case UUID');
    const retentionClass = RETENTION_CLASS_OF[event.action];
    const occurredAt = Math.trunc(event.occurredAt);
    const content = contentOf(event, await this.body(event));
    const hash = contentHash({ id, tenantId, occurredAt, retentionClass, content }, this.digest);
    return { tenantId, id, occurredAt, retentionClass, contentHash: hash, content };
  }

  private async body(event: AuditEvent): Promise<string | null> {
    const text = bodyText(event);
    if (text === undefined) return null;
    try {
      return await this.sealer.sealToText(bodyContext(event.tenantId, event.id), text);
    } catch (error) {
      if (isDestroyed(error)) return null;
      throw error;
    }
  }
}

function contentOf(event: AuditEvent, body: string | null): AuditContent {
  const { actor, resource, route, phi } = event;
  const person = actor.userId ?? null;
  const isAdmin = actor.kind === 'admin';
  return {
    action: event.action,
    outcome: event.outcome,
    actorKind: actor.kind,
    userId: isAdmin ? null : person,
    adminId: isAdmin ? person : null,
    apiKeyId: actor.apiKeyId ?? null,
    appId: actor.appId ?? null,
    crossTenant: actor.crossTenant,
    resourceType: storable(resource?.type),
    resourceId: storable(resource?.id),
    requestId: event.requestId ?? null,
    providerId: route?.providerId ?? null,
    modelId: route?.modelId ?? null,
    phi: phi ? { ...phi.categories } : null,
    phiDisclosed: phi?.disclosed ?? null,
    subjects: phi && phi.subjects.length > 0 ? [...phi.subjects] : null, // an index holds every list, empty ones too
    body,
  };
}

const storable = (text: string | undefined): string | null => text?.replace(UNSTORABLE, '\ufffd') ?? null;
