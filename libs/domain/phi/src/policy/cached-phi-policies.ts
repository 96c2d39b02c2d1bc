import { FreshCache, type Clock, type TenantId } from '@radiant/kernel';
import type { PhiPolicy } from './policy.js';
import type { PhiPolicies } from '../ports/phi-policies.js';

/** A changed policy is obeyed after this many ms at most. */
const POLICY_AGE_MS = 5_000;
const MAX_TENANTS = 10_000;

/** The tenants' policies for whoever asks with every call: one cache of a process, none of it older than 5 s. */
export class CachedPhiPolicies {
  private readonly policies: FreshCache<TenantId, PhiPolicy>;

  constructor(stored: PhiPolicies, clock: Clock) {
    this.policies = new FreshCache(clock, { maxAgeMs: POLICY_AGE_MS, maxEntries: MAX_TENANTS }, (tenantId) =>
      stored.forTenant(tenantId),
    );
  }

  /** At once, without a promise, while it is fresh. @throws as `PhiPolicies.forTenant`. */
  forTenant(tenantId: TenantId): Promise<PhiPolicy> | PhiPolicy {
    return this.policies.get(tenantId);
  }
}
