import { TokenStandings, type TokenIdentity, type TokenStanding } from '@radiant/identity';
import type { UnitOfWork } from './unit-of-work.js';

interface StandingRow {
  readonly tenant_active: boolean;
  readonly user_active: boolean;
  readonly revoked: boolean;
  readonly revoked_before: Date | null;
}

/**
 * $1 tenant, $2 app, $3 subject, $4 hash of the token. A person is noted only where tenant and app exist, and once a
 * minute at most: what was noted within the minute is looked up, since even an `on conflict` that changes nothing locks
 * and so writes the row.
 */
const STANDING = `
  with tenant as (
    select t.status = 'active' as active from tenants t where t.id = $1
  ), known as (
    select u.status, u.last_seen_at from app_users u where u.tenant_id = $1 and u.app_id = $2 and u.subject = $3
  ), noted as (
    insert into app_users as u (tenant_id, id, app_id, subject, last_seen_at)
      select $1, gen_random_uuid(), a.id, $3, now() from apps a, tenant
        where a.id = $2 and tenant.active
          and not exists (select from known where known.last_seen_at > now() - interval '1 minute')
      on conflict (tenant_id, app_id, subject) do update set last_seen_at = excluded.last_seen_at
  )
  select coalesce((select active from tenant), false) as tenant_active,
    coalesce((select status = 'active' from known), true) as user_active,
    exists (select from token_revocations r where r.tenant_id = $1 and r.kind = 'token' and r.value = $4) as revoked,
    (select max(r.issued_before) from token_revocations r
      where r.tenant_id = $1 and r.kind = 'user' and r.value = $3) as revoked_before`;

/** What the tenant's rows say of a token; one statement. A token of a tenant that does not exist is of none that is active. */
export class PostgresTokenStandings extends TokenStandings {
  constructor(private readonly unitOfWork: UnitOfWork) {
    super();
  }

  async find({ tenantId, appId, userId, tokenHash }: TokenIdentity): Promise<TokenStanding> {
    const [row] = await this.unitOfWork.forTenant(tenantId, (manager) =>
      manager.query<readonly StandingRow[]>(STANDING, [tenantId, appId, userId, tokenHash]),
    );
    return {
      tenantActive: row?.tenant_active ?? false,
      userActive: row?.user_active ?? false,
      revoked: row?.revoked ?? true,
      revokedBefore: row?.revoked_before?.getTime(),
    };
  }
}
