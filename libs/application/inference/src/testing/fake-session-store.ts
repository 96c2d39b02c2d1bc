import { DomainError, type Page, type SessionId, type TenantId } from '@radiant/kernel';
import { SessionStore, type Session, type SessionSummary } from '../ports/session-store.js';

/** One tenant's sessions; `beforePut` runs first, as another writer would. */
export class FakeSessionStore extends SessionStore {
  readonly sessions = new Map<SessionId, Session>();
  beforePut: (session: Session) => void = () => undefined;
  destroyed = false;

  async read(_tenantId: TenantId, id: SessionId): Promise<Session | undefined> {
    return this.sessions.get(id);
  }

  async put(_tenantId: TenantId, session: Session): Promise<boolean> {
    this.beforePut(session);
    if (this.destroyed) throw new DomainError('not_found', 'the key was destroyed');
    if (session.version !== (this.sessions.get(session.id)?.version ?? 0) + 1) return false;
    this.sessions.set(session.id, session);
    return true;
  }

  async list(): Promise<Page<SessionSummary>> {
    return { items: [...this.sessions.values()], total: this.sessions.size };
  }

  async delete(_tenantId: TenantId, id: SessionId): Promise<void> {
    this.sessions.delete(id);
  }
}
