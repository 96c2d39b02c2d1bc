import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RetryBudget } from './retry-budget.js';

it('at no time have there been more retries than a tenth of the calls', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 2_000 }), (steps) => {
      const budget = new RetryBudget();
      let calls = 0;
      let retries = 0;
      for (const called of steps) {
        if (called) calls += 1;
        if (called) budget.called();
        else if (budget.take()) retries += 1;
        expect(retries * 10).toBeLessThanOrEqual(calls);
      }
    }),
  );
});

it('a tenth is given, and a quiet time saves up ten at most', () => {
  const budget = new RetryBudget();
  for (let n = 0; n < 10; n += 1) budget.called();
  expect([budget.take(), budget.take()]).toEqual([true, false]);
  for (let n = 0; n < 10_000; n += 1) budget.called();
  expect(Array.from({ length: 20 }, () => budget.take()).filter(Boolean)).toHaveLength(10);
});
