import { SessionStore, type Session, type SessionSummary } from '@radiant/inference';
import type { AppId, Clock, Page, SessionId, Slice, TenantId } from '@radiant/kernel';

export class MemorySessionStore extends SessionStore {
  private readonly sessions = new Map<string, { readonly tenantId: TenantId; readonly session: Session }>();

  constructor(private readonly clock: Clock) {
    super();
  }

  async read(tenantId: TenantId, id: SessionId): Promise<Session | undefined> {
    return structuredClone(this.live(tenantId, id));
  }

  async put(tenantId: TenantId, session: Session): Promise<boolean> {
    if (session.version !== (this.live(tenantId, session.id)?.version ?? 0) + 1) return false;
    this.sessions.set(keyOf(tenantId, session.id), { tenantId, session: structuredClone(session) });
    return true;
  }

  async list(tenantId: TenantId, owner: string, { limit, offset }: Slice, app?: AppId): Promise<Page<SessionSummary>> {
    const own = [...this.sessions.values()]
      .filter((kept) => kept.tenantId === tenantId && kept.session.owner === owner)
      .map(({ session }) => session)
      .filter((session) => app === undefined || session.app === undefined || session.app === app)
      .filter(({ expiresAt }) => this.clock.now() < expiresAt)
      .sort((a, b) => b.updatedAt - a.updatedAt);
    return { items: own.slice(offset, offset + limit).map(summary), total: own.length };
  }

  async delete(tenantId: TenantId, id: SessionId): Promise<void> {
    this.sessions.delete(keyOf(tenantId, id));
  }

  private live(tenantId: TenantId, id: SessionId): Session | undefined {
    const session = this.sessions.get(keyOf(tenantId, id))?.session;
    return session && this.clock.now() < session.expiresAt ? session : undefined;
  }
}

const keyOf = (tenantId: TenantId, id: SessionId): string => `${tenantId}#${id}`;

const summary = ({ id, model, turns, createdAt, updatedAt, expiresAt }: Session): SessionSummary => ({
  id,
  model,
  turns,
  createdAt,
  updatedAt,
  expiresAt,
});
