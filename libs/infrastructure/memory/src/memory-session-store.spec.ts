import { describeSessionStore } from '@radiant/inference/testing';
import { FixedClock } from '@radiant/kernel/testing';
import { MemorySessionStore } from './memory-session-store.js';

describeSessionStore('memory', async () => {
  const clock = new FixedClock();
  return { store: new MemorySessionStore(clock), clock };
});
