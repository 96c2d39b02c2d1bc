import type { AuditStore } from '@radiant/audit';
import { AuditStores } from '@radiant/governance';
import type { TenantId } from '@radiant/kernel';
import { PostgresAuditStore } from './postgres-audit-store.js';
import type { UnitOfWork } from './unit-of-work.js';

/** Reads the trail a page at a time, each in a transaction of its own. */
export class PostgresAuditStores extends AuditStores {
  constructor(private readonly unitOfWork: UnitOfWork) {
    super();
  }

  ofTenant(tenantId: TenantId): AuditStore {
    return PostgresAuditStore.ofTenant(this.unitOfWork, tenantId);
  }

  acrossTenants(): AuditStore {
    return PostgresAuditStore.acrossTenants(this.unitOfWork);
  }
}
