import { TenantRules, type TenantSettings } from '@radiant/identity';
import { DomainError, type TenantId } from '@radiant/kernel';

/** Rules in this process. A tenant that was not given any is unknown. */
export class MemoryTenantRules extends TenantRules {
  private readonly rules = new Map<TenantId, TenantSettings>();

  async forTenant(tenantId: TenantId): Promise<TenantSettings> {
    const settings = this.rules.get(tenantId);
    if (!settings) throw new DomainError('not_found', 'no such tenant');
    return settings;
  }

  put(tenantId: TenantId, settings: TenantSettings): void {
    this.rules.set(tenantId, settings);
  }
}
