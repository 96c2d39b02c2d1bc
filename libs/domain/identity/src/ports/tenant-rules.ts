import type { TenantId } from '@radiant/kernel';
import type { TenantSettings } from '../tenant.js';

/** What each tenant has ruled for its own calls. */
export abstract class TenantRules {
  /**
   * @throws DomainError `not_found` for an unknown tenant; `service_unavailable` when it can't be read: no rule is ever
   * left out.
   */
  abstract forTenant(tenantId: TenantId): Promise<TenantSettings>;
}
