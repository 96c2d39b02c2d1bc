import type { TenantId } from '@radiant/kernel';
import type { PhiPolicy } from './policy.js';
import { raised, type PhiFloor } from './policy-lattice.js';
import { PhiPolicies } from '../ports/phi-policies.js';

/** The tenants' policies, none of them looser than the platform's floor. */
export class FlooredPhiPolicies extends PhiPolicies {
  constructor(
    private readonly stored: PhiPolicies,
    private readonly floor: PhiFloor,
  ) {
    super();
  }

  async forTenant(tenantId: TenantId): Promise<PhiPolicy> {
    return raised(await this.stored.forTenant(tenantId), this.floor);
  }
}
