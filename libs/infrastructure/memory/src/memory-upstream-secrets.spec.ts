import { describeUpstreamSecrets } from '@radiant/inference/testing';
import { MemoryUpstreamSecrets } from './memory-upstream-secrets.js';

describeUpstreamSecrets('memory', async () => {
  const secrets = new MemoryUpstreamSecrets(new Map([['env:A_KEY', 'the-value']]));
  return {
    secrets,
    reference: 'env:A_KEY',
    value: 'the-value',
    missing: 'env:B_KEY',
    rotate: async (value) => secrets.put('env:A_KEY', value),
  };
});
