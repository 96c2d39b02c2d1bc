import { mappingId, type SessionId, type TenantId } from '@radiant/kernel';
import type { PhiVault } from '@radiant/phi';
import type { SessionKeys } from '../ports/session-keys.js';
import type { SessionStore } from '../ports/session-store.js';
import type { AuditSession, SessionReader } from './audit-session.js';
import { owns, unknownSession } from './session-owner.js';

/** Ends a session for good: its key is destroyed, so that nothing of it opens again, then its records go. */
export class DeleteSession {
  constructor(
    private readonly store: SessionStore,
    private readonly vault: PhiVault,
    private readonly keys: SessionKeys,
    private readonly audit: AuditSession,
  ) {}

  /**
   * The trail says so before it is done.
   * @throws DomainError `not_found`, also the second time; `conflict` while a legal hold stands; `service_unavailable`.
   */
  async execute(reader: SessionReader, id: SessionId): Promise<void> {
    const { tenantId } = reader.principal;
    const session = await this.store.read(tenantId, id);
    if (!session || !owns(reader.principal, session)) throw unknownSession();
    const details = { turns: session.turns };
    await this.audit.execute(reader, 'session.delete', id, 'success', details);
    try {
      await this.erase(tenantId, id);
    } catch (error) {
      await this.audit.execute(reader, 'session.delete', id, 'failed', details);
      throw error;
    }
  }

  private async erase(tenantId: TenantId, id: SessionId): Promise<void> {
    await this.keys.destroy(tenantId, id);
    await Promise.all([this.vault.delete(tenantId, mappingId(id)), this.store.delete(tenantId, id)]);
  }
}
