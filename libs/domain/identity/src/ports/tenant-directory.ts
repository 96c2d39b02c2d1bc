import type { AppId, Page, Slice } from '@radiant/kernel';
import type { Tenant, TenantStatus } from '../tenant.js';

/** Fields that are undefined do not narrow the list. */
export interface TenantFilter {
  readonly status?: TenantStatus;
  readonly appId?: AppId;
}

/** The tenants of the platform, for super administrators: it crosses tenants, and it only reads. */
export abstract class TenantDirectory {
  /** Newest first. @throws DomainError `service_unavailable`. */
  abstract list(slice: Slice, filter?: TenantFilter): Promise<Page<Tenant>>;
}
