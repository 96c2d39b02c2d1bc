import type { AuditActor } from '@radiant/kernel';
import { isStaff } from './access/permissions.js';
import type { Principal } from './principal.js';

/** Who a principal is in the audit trail. */
export const auditActor = (principal: Principal): AuditActor => ({
  kind: principal.scopes ? 'service' : isStaff(principal.roles) ? 'admin' : 'user',
  appId: principal.appId,
  crossTenant: principal.tenantId !== principal.homeTenantId,
  ...(principal.userId !== undefined && { userId: principal.userId }),
  ...(principal.apiKeyId !== undefined && { apiKeyId: principal.apiKeyId }),
});
