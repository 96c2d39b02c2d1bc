import type { SessionId, TenantId } from '@radiant/kernel';

/** The data keys that sessions and their mappings are sealed under. */
export abstract class SessionKeys {
  /**
   * Makes everything that was sealed under the session's key unreadable, in backups too.
   * @throws DomainError `conflict` while a legal hold of the tenant stands, `service_unavailable`.
   */
  abstract destroy(tenantId: TenantId, id: SessionId): Promise<void>;
}
