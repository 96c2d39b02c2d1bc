import { isUuid, type TenantId } from '@radiant/kernel';

/** The statement that shows a transaction the rows of one tenant. `set` takes no parameters, and a checked UUID holds no SQL. */
export function scopeOf(tenantId: TenantId): string {
  if (!isUuid(tenantId)) throw new TypeError('a scope needs a tenant id');
  return `set local app.tenant_id = '${tenantId}'`;
}
