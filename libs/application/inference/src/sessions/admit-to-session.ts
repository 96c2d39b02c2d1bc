import type { Principal } from '@radiant/identity';
import type { SessionId } from '@radiant/kernel';
import type { SessionStore } from '../ports/session-store.js';
import { owns, unknownSession } from './session-owner.js';

/**
 * Keeps others out of a session that somebody has begun: whoever shares its placeholders learns by them what it hid. One
 * that nobody has begun is open to who names it.
 */
export class AdmitToSession {
  constructor(private readonly store: SessionStore) {}

  /** @throws DomainError `not_found` for another's session; `service_unavailable`. */
  async execute(principal: Principal, id: SessionId): Promise<void> {
    const session = await this.store.read(principal.tenantId, id);
    if (session && !owns(principal, session)) throw unknownSession();
  }
}
