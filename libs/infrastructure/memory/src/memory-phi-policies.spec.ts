import { DEFAULT_PHI_POLICY } from '@radiant/phi';
import { describePhiPolicies } from '@radiant/phi/testing';
import { MemoryPhiPolicies } from './memory-phi-policies.js';

describePhiPolicies('memory', async (stored) => {
  const policies = new MemoryPhiPolicies();
  for (const [tenantId, policy] of stored) policies.put(tenantId, policy ?? DEFAULT_PHI_POLICY);
  return policies;
});
