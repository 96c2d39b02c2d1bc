import { expect, it } from '@jest/globals';
import { repeat } from './repeated.js';

it('tells of a failure once while it lasts, and anew when it comes back', async () => {
  const outcomes = [false, false, false, true, false, false];
  const told: unknown[] = [];
  let over: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    over = resolve;
  });
  let run = 0;
  const repeated = repeat(
    async () => {
      run += 1;
      if (run > outcomes.length) over();
      else if (!outcomes[run - 1]) throw new Error(`run ${run}`);
    },
    0,
    (error) => told.push(error),
  );
  await ended;
  await repeated.stop();
  expect(told).toEqual([new Error('run 1'), new Error('run 5')]);
});
