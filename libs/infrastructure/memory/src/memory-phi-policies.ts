import { DomainError, type TenantId } from '@radiant/kernel';
import { PhiPolicies, type PhiPolicy } from '@radiant/phi';

/** Policies in this process. A tenant that was not given one is unknown. */
export class MemoryPhiPolicies extends PhiPolicies {
  private readonly policies = new Map<TenantId, PhiPolicy>();

  async forTenant(tenantId: TenantId): Promise<PhiPolicy> {
    const policy = this.policies.get(tenantId);
    if (!policy) throw new DomainError('not_found', 'no such tenant');
    return policy;
  }

  put(tenantId: TenantId, policy: PhiPolicy): void {
    this.policies.set(tenantId, policy);
  }
}
