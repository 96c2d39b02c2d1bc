import { isUuid, type MappingId, type TenantId } from '@radiant/kernel';

/** The one place where keys are made. The tenant comes first in every one, so no id reaches another tenant's item. */
export const mappingKey = (tenantId: TenantId, id: MappingId): string => `${tenantPart(tenantId)}#phi#${id}`;

/** Read by health checks; no item has it. */
export const PROBE_KEY = 'HEALTH';

/** A tenant id is a UUID by construction; the check stands because everything rests on it. */
function tenantPart(tenantId: TenantId): string {
  if (!isUuid(tenantId)) throw new TypeError('a key needs a tenant id');
  return `TENANT#${tenantId}`;
}
