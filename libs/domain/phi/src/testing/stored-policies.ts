import type { TenantId } from '@radiant/kernel';
import { DEFAULT_PHI_POLICY, type PhiPolicy } from '../policy/policy.js';
import { PhiPolicies } from '../ports/phi-policies.js';

/** Policies in memory, the default where none is set, that say who asked. */
export class StoredPolicies extends PhiPolicies {
  readonly policies = new Map<TenantId, PhiPolicy>();
  readonly asked: TenantId[] = [];
  failure: Error | undefined;

  async forTenant(tenantId: TenantId): Promise<PhiPolicy> {
    this.asked.push(tenantId);
    if (this.failure) throw this.failure;
    return this.policies.get(tenantId) ?? DEFAULT_PHI_POLICY;
  }
}
