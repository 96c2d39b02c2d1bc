import { FixedClock } from '@radiant/kernel/testing';
import { describePhiVault } from '@radiant/phi/testing';
import { MemoryPhiVault } from './memory-phi-vault.js';

describePhiVault('memory', async () => {
  const clock = new FixedClock();
  return { vault: new MemoryPhiVault(clock), clock };
});
