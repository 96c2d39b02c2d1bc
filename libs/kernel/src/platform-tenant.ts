import { tenantId, type TenantId } from './ids.js';

/** Stands for the platform itself where a tenant is asked for: its audit trail and its keys. No tenant can have this id. */
export const PLATFORM_TENANT: TenantId = tenantId('00000000-0000-0000-0000-000000000000');
