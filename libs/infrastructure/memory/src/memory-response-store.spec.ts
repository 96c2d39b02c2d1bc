import { describeResponseStore } from '@radiant/inference/testing';
import { FixedClock } from '@radiant/kernel/testing';
import { MemoryResponseStore } from './memory-response-store.js';

describeResponseStore('memory', async () => {
  const clock = new FixedClock();
  return { store: new MemoryResponseStore(clock), clock };
});
