import { AdminSessions } from '@radiant/identity';
import type { Instant, TenantId } from '@radiant/kernel';

type Session = Parameters<AdminSessions['touch']>[1];

/** When administrators' tokens were last used, in this process. */
export class MemoryAdminSessions extends AdminSessions {
  private readonly lastUsed = new Map<string, Instant>();

  async touch(tenantId: TenantId, { tokenHash, now, idleMs }: Session): Promise<Instant> {
    const key = `${tenantId} ${tokenHash}`;
    const before = this.lastUsed.get(key) ?? now;
    if (now - before <= idleMs) this.lastUsed.set(key, now);
    return before;
  }
}
