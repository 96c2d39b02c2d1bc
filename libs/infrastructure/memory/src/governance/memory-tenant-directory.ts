import { TenantDirectory, type Tenant, type TenantFilter } from '@radiant/identity';
import type { Page, Slice } from '@radiant/kernel';
import type { MemoryGovernance } from './memory-governance.js';

/** Lists the tenants of a `MemoryGovernance`. */
export class MemoryTenantDirectory extends TenantDirectory {
  constructor(private readonly governance: MemoryGovernance) {
    super();
  }

  async list(slice: Slice, { status, appId }: TenantFilter = {}): Promise<Page<Tenant>> {
    const tenants = this.governance.tenants
      .filter((tenant) => status === undefined || tenant.status === status)
      .filter((tenant) => appId === undefined || tenant.appId === appId)
      .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
    return { items: structuredClone(tenants.slice(slice.offset, slice.offset + slice.limit)), total: tenants.length };
  }
}
