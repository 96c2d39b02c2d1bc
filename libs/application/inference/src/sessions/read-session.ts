import { oversees } from '@radiant/identity';
import type { SessionId } from '@radiant/kernel';
import { NONE_RETURNED, type CachedPhiPolicies, type PhiVault } from '@radiant/phi';
import type { Message } from '@radiant/protocol';
import type { Session, SessionStore } from '../ports/session-store.js';
import { TextRestoration } from '../text-restoration.js';
import type { AuditSession, SessionReader } from './audit-session.js';
import { restoreMessages } from './restore-messages.js';
import { returnedToOwner } from './returned-to-owner.js';
import { owns, unknownSession } from './session-owner.js';

/** A session as its reader may see it. */
export interface ShownSession {
  readonly session: Session;
  readonly messages: readonly Message[];
}

/**
 * Shows a session to whoever began it, and to administrators. Originals are put back for the owner, and only where the
 * policy restores replies as well: everybody else goes by way of re-identification.
 */
export class ReadSession {
  constructor(
    private readonly store: SessionStore,
    private readonly vault: PhiVault,
    private readonly policies: CachedPhiPolicies,
    private readonly audit: AuditSession,
  ) {}

  /** The reading is in the trail before it resolves. @throws DomainError `not_found`, `service_unavailable`. */
  async execute(reader: SessionReader, id: SessionId): Promise<ShownSession> {
    const { principal } = reader;
    const session = await this.store.read(principal.tenantId, id);
    if (!session) throw unknownSession();
    const own = owns(principal, session);
    if (!own && !oversees(principal)) throw unknownSession();
    const restoration = new TextRestoration(
      own ? await returnedToOwner(this.vault, this.policies, principal.tenantId, session.mappingId) : NONE_RETURNED,
    );
    const messages = restoreMessages(session.messages, restoration);
    const details = { owner: session.owner, own, messages: messages.length, restored: restoration.restored };
    await this.audit.execute(reader, 'session.read', id, 'success', details);
    return { session, messages };
  }
}
