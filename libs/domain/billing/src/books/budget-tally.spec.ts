import { describe, expect, it } from '@jest/globals';
import { counter, usd, used } from '../testing/given-books.js';
import type { BudgetCounter } from './booked.js';
import { BudgetTally } from './budget-tally.js';

/** Of a budget of `limit` after one call that is billed at 1,800. */
function alertFaults(limit: number, over: Partial<BudgetCounter> = {}): string[] {
  const tally = new BudgetTally([counter({ spent: usd(1_800), limit: usd(limit), ...over })]);
  tally.spend(used());
  return tally.faults().map(({ kind, part, expected, found }) => {
    const [percent] = part.split(' from ');
    return `${kind} ${percent}: ${expected.picos} ${found.picos}`;
  });
}
const raised = (percent: number, spent: number, limit: number) => ({ percent, spent: usd(spent), limit: usd(limit) });

describe('alerts of a budget', () => {
  it('are due from the share on that they are about, to the pico-dollar', () => {
    expect(alertFaults(3_601)).toEqual([]);
    expect(alertFaults(3_600)).toEqual(['budget_alert 50 %: 1800 0']);
    expect(alertFaults(1_800, { alerts: [raised(50, 1_800, 1_800)] })).toEqual([
      'budget_alert 80 %: 1800 0',
      'budget_alert 100 %: 1800 0',
    ]);
    expect(alertFaults(3_600, { alerts: [raised(50, 1_800, 3_600)] })).toEqual([]);
  });

  it('are due of a limit of nothing once anything was spent, and of an ended budget no more', () => {
    expect(alertFaults(0)).toHaveLength(3);
    expect(new BudgetTally([counter({ limit: usd(0) })]).faults()).toEqual([]);
    expect(alertFaults(3_600, { ended: true })).toEqual([]);
  });

  it('may stay when less is spent in the end, and were due by what they say themselves', () => {
    expect(alertFaults(4_000, { alerts: [raised(80, 3_200, 4_000)] })).toEqual([]);
    expect(alertFaults(4_000, { alerts: [raised(80, 3_199, 4_000)] })).toEqual(['budget_alert 80 %: 0 3199']);
    expect(alertFaults(4_000, { alerts: [raised(50, 2_000, 3_000)] })).toEqual(['budget_alert 50 %: 0 2000']);
  });
});
