import { FixedClock } from '@radiant/kernel/testing';
import { describePhiVault } from './phi-vault.laws.js';
import { RecordingVault } from './recording-vault.js';

describePhiVault('recording', async () => {
  const clock = new FixedClock();
  return { vault: new RecordingVault(clock), clock };
});
