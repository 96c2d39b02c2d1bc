import { describe, expect, it } from '@jest/globals';
import { agreement, NOON } from '../test/entries.js';
import { dueWarning } from './agreement-warning.js';

const DAY = 86_400_000;
const end = NOON + 100 * DAY;
const due = (now: number, over: object = {}) => dueWarning(agreement({ expiresAt: end, ...over }), now);

describe('an agreement is warned of', () => {
  it.each([
    [30 * DAY + 1, undefined],
    [30 * DAY, 30],
    [7 * DAY + 1, 30],
    [7 * DAY, 7],
    [DAY + 1, 7],
    [DAY, 1],
    [1, 1],
    [0, 0],
    [-29 * DAY, 0],
    [-30 * DAY, undefined],
  ])('%d ms before its end, the most urgent warning alone: %s', (before, days) => {
    expect(due(end - before)).toBe(days);
  });

  it('not before it is in force, and not when somebody has ended it', () => {
    expect(due(end - DAY, { effectiveFrom: end - DAY + 1 })).toBeUndefined();
    expect(due(end, { updatedAt: end })).toBeUndefined();
    expect(due(end, { updatedAt: end - 1 })).toBe(0);
  });
});
