import { describeCachedAnswers } from '@radiant/inference/testing';
import { FixedClock } from '@radiant/kernel/testing';
import { MemoryCachedAnswers } from './memory-cached-answers.js';

describeCachedAnswers('memory', async () => {
  const clock = new FixedClock();
  return { answers: new MemoryCachedAnswers(clock), clock };
});
