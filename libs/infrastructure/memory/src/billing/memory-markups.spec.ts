import { describeMarkups } from '@radiant/billing/testing';
import { MemoryGovernance } from '../governance/memory-governance.js';
import { MemoryTenantMarkups } from './memory-markups.js';

describeMarkups('memory', async () => {
  const governance = new MemoryGovernance();
  return {
    markups: new MemoryTenantMarkups(() => governance.markups),
    run: (tenant, work) => governance.run(tenant, work),
  };
});
