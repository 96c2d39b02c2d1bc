import { charge } from '@radiant/billing';
import { Money } from '@radiant/kernel';
import { describe, expect, it } from '@jest/globals';
import { compareWithOracle } from './oracle.js';

const ROWS = 20_000;

describe('prices beside a decimal oracle', () => {
  it(`differ by no pico-USD over ${ROWS} random calls with every component, tiers and markups`, () => {
    const seed = 1 + Math.floor(Math.random() * 2 ** 31);
    const { difference, first, charged, inTiers, withMarkup } = compareWithOracle(seed, ROWS);
    expect({ seed, difference, first }).toEqual({ seed, difference: 0n, first: undefined });
    expect(Math.min(...charged.values(), inTiers, withMarkup)).toBeGreaterThan(ROWS / 10);
  });

  it('would show a single pico-USD too much', () => {
    const off: typeof charge = (usage, price) => {
      const found = charge(usage, price);
      return usage.inputTokens % 100 === 7 ? { ...found, cost: found.cost.plus(Money.ofPicos(1n)) } : found;
    };
    expect(compareWithOracle(7, 2_000, off)).toMatchObject({ first: { row: expect.anything() } });
    expect(compareWithOracle(7, 2_000, off).difference).toBeGreaterThan(0n);
  });
});
