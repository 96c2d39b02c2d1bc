import { describeWebhookStore } from '@radiant/governance/testing';
import { MemoryGovernance } from './memory-governance.js';

describeWebhookStore('memory', async () => {
  const governance = new MemoryGovernance();
  return (tenant, work) => governance.run(tenant, ({ webhooks }) => work(webhooks));
});
