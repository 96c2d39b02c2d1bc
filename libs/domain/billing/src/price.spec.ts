import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { charge, type Price } from './price.js';
import { totalTokens, type TokenUsage } from './token-usage.js';

const tokens = fc.nat(10_000_000);
const rate = fc.bigInt({ min: 0n, max: 10n ** 10n });
const usages: fc.Arbitrary<TokenUsage> = fc.record({
  inputTokens: tokens,
  cachedInputTokens: tokens,
  outputTokens: tokens,
  reasoningTokens: tokens,
});
const prices: fc.Arbitrary<Price> = fc.record({
  version: fc.integer({ min: 1, max: 9 }),
  inputPicos: rate,
  cachedInputPicos: rate,
  outputPicos: rate,
  reasoningPicos: rate,
  markupBasisPoints: fc.integer({ min: 0, max: 20_000 }),
});

const NOTHING: TokenUsage = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 };
const PRICE: Price = {
  version: 1,
  inputPicos: 1n,
  cachedInputPicos: 100n,
  outputPicos: 10_000n,
  reasoningPicos: 1_000_000n,
  markupBasisPoints: 0,
};

describe('charge', () => {
  it.each([
    ['inputTokens', 3n],
    ['cachedInputTokens', 300n],
    ['outputTokens', 30_000n],
    ['reasoningTokens', 3_000_000n],
  ] as const)('prices %s at their own rate', (part, picos) => {
    expect(charge({ ...NOTHING, [part]: 3 }, PRICE).cost.picos).toBe(picos);
  });

  it('costs the sum of its parts, exactly', () => {
    fc.assert(
      fc.property(usages, prices, (usage, price) => {
        const alone = (Object.keys(usage) as (keyof TokenUsage)[]).map(
          (part) => charge({ ...NOTHING, [part]: usage[part] }, price).cost.picos,
        );
        expect(charge(usage, price).cost.picos).toBe(alone.reduce((sum, picos) => sum + picos));
      }),
    );
  });

  it('bills cost plus markup, off by no more than half a pico-USD', () => {
    fc.assert(
      fc.property(usages, prices, (usage, price) => {
        const { cost, billedAmount } = charge(usage, price);
        const exact = cost.picos * BigInt(10_000 + price.markupBasisPoints);
        const difference = billedAmount.picos * 10_000n - exact;
        expect(difference >= -5_000n && difference <= 5_000n).toBe(true);
        if (difference === 5_000n || difference === -5_000n) expect(billedAmount.picos % 2n).toBe(0n);
      }),
      { numRuns: 2_000 },
    );
  });

  it('bills halves to even', () => {
    const half = { ...PRICE, markupBasisPoints: 5_000 };
    expect(charge({ ...NOTHING, inputTokens: 1 }, half).billedAmount.picos).toBe(2n); // 1.5
    expect(charge({ ...NOTHING, inputTokens: 3 }, half).billedAmount.picos).toBe(4n); // 4.5
    expect(charge({ ...NOTHING, inputTokens: 5 }, half).billedAmount.picos).toBe(8n); // 7.5
  });

  it('is nothing for nothing, and refuses a count that is no whole number', () => {
    expect(String(charge(NOTHING, PRICE).billedAmount)).toBe('0');
    expect(() => charge({ ...NOTHING, inputTokens: 0.5 }, PRICE)).toThrow(RangeError);
  });
});

describe('totalTokens', () => {
  it('counts every part once', () => {
    expect(totalTokens({ inputTokens: 1, cachedInputTokens: 10, outputTokens: 100, reasoningTokens: 1_000 })).toBe(
      1_111,
    );
  });
});
