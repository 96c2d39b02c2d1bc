import { describeTenantRules } from '@radiant/identity/testing';
import { MemoryTenantRules } from './memory-tenant-rules.js';

describeTenantRules('memory', async (stored) => {
  const rules = new MemoryTenantRules();
  for (const [tenantId, settings] of stored) rules.put(tenantId, settings);
  return rules;
});
