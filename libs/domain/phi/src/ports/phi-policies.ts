import type { TenantId } from '@radiant/kernel';
import type { PhiPolicy } from '../policy/policy.js';

/** The policy each tenant is held to. */
export abstract class PhiPolicies {
  /** @throws DomainError `service_unavailable` when the policy can't be read: there is no default to fall back on. */
  abstract forTenant(tenantId: TenantId): Promise<PhiPolicy>;
}
