import type { Principal } from '@radiant/identity';
import { DomainError, type Clock, type SessionId } from '@radiant/kernel';
import { SESSION_LIFE_MS } from '@radiant/phi';
import type { Session, SessionStore } from '../ports/session-store.js';
import { owns, sessionOwner, unknownSession } from './session-owner.js';

const TRIES = 3;

/**
 * The session that a call continues, or begins: it belongs to whoever names its id first, before anything is hidden or
 * sent, so that two callers never share one set of placeholders.
 */
export class OpenSession {
  constructor(
    private readonly store: SessionStore,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `not_found`, alike for another's session and for one that was deleted; `service_unavailable`. */
  async execute(principal: Principal, id: SessionId, model: string): Promise<Session> {
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      const found = await this.store.read(principal.tenantId, id);
      if (found) {
        if (!owns(principal, found)) throw unknownSession();
        return found;
      }
      const begun = this.begun(principal, id, model);
      if (await this.put(principal, begun)) return begun;
    }
    throw new DomainError('service_unavailable', 'the session is being written by too many requests at once', {
      retryAfterSeconds: 1,
    });
  }

  private begun(principal: Principal, id: SessionId, model: string): Session {
    const now = this.clock.now();
    return {
      id,
      owner: sessionOwner(principal),
      app: principal.appId,
      model,
      mappingId: undefined,
      turns: 0,
      messages: [],
      version: 1,
      createdAt: now,
      updatedAt: now,
      expiresAt: now + SESSION_LIFE_MS,
    };
  }

  private async put({ tenantId }: Principal, session: Session): Promise<boolean> {
    try {
      return await this.store.put(tenantId, session);
    } catch (error) {
      throw error instanceof DomainError && error.code === 'not_found' ? unknownSession() : error;
    }
  }
}
