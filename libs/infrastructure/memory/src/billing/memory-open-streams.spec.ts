import { describeOpenStreams } from '@radiant/billing/testing';
import { Clock } from '@radiant/kernel';
import { MemoryOpenStreams } from './memory-open-streams.js';

class SetClock extends Clock {
  moment = 0;

  now(): number {
    return this.moment;
  }

  elapsed(): number {
    return this.moment;
  }
}

describeOpenStreams('memory', async () => {
  const clock = new SetClock();
  const streams = new MemoryOpenStreams(clock);
  return {
    processes: [streams, streams],
    pass: async (milliseconds) => {
      clock.moment += milliseconds;
    },
  };
});
