import { AdminSessions } from '@radiant/identity';
import type { Instant, TenantId } from '@radiant/kernel';
import type { UnitOfWork } from './unit-of-work.js';

/** $1 tenant, $2 hash of the token, $3 now, $4 the moment before which a session is idle, $5 its end. */
const TOUCH = `
  with before as (
    select s.last_used_at from admin_sessions s where s.tenant_id = $1 and s.token_hash = $2
  ), noted as (
    insert into admin_sessions as s (tenant_id, token_hash, started_at, last_used_at, expires_at)
      values ($1, $2, $3::timestamptz, $3::timestamptz, $5::timestamptz)
      on conflict (tenant_id, token_hash) do update set last_used_at = excluded.last_used_at
        where s.last_used_at >= $4::timestamptz and s.last_used_at < excluded.last_used_at
  )
  select last_used_at from before`;

/** Uses of administrators' tokens, in the tenant's rows; one statement. */
export class PostgresAdminSessions extends AdminSessions {
  constructor(private readonly unitOfWork: UnitOfWork) {
    super();
  }

  async touch(
    tenantId: TenantId,
    {
      tokenHash,
      now,
      idleMs,
      expiresAt,
    }: { readonly tokenHash: string; readonly now: Instant; readonly idleMs: number; readonly expiresAt: Instant },
  ): Promise<Instant> {
    const [before] = await this.unitOfWork.forTenant(tenantId, (manager) =>
      manager.query<readonly { readonly last_used_at: Date }[]>(TOUCH, [
        tenantId,
        tokenHash,
        new Date(now),
        new Date(now - idleMs),
        new Date(expiresAt),
      ]),
    );
    return before?.last_used_at.getTime() ?? now;
  }
}
