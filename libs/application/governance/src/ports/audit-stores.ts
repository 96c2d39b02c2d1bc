import type { AuditStore } from '@radiant/audit';
import type { TenantId } from '@radiant/kernel';

/** The trail outside a transaction: each page is read in one of its own, so an export may take as long as it takes. */
export abstract class AuditStores {
  abstract ofTenant(tenantId: TenantId): AuditStore;
  /** All tenants' trails, for super administrators: it only reads. */
  abstract acrossTenants(): AuditStore;
}
