import { readFileSync } from 'node:fs';
import path from 'node:path';
import { charge, totalTokens, type Price, type TokenUsage } from '@radiant/billing';
import { describe, expect, it } from '@jest/globals';

const DOCUMENT = readFileSync(path.join(import.meta.dirname, '../../../docs/billing.md'), 'utf8');

const grouped = (value: bigint): string => value.toString().replaceAll(/\B(?=(\d{3})+$)/g, ',');

describe('the examples of docs/billing.md', () => {
  it.each<[string, TokenUsage, Omit<Price, 'version'>]>([
    [
      'one call',
      { inputTokens: 35, cachedInputTokens: 0, outputTokens: 80, reasoningTokens: 0 },
      { rates: { input_tokens: 150_000n, output_tokens: 600_000n }, tiers: [], markupBasisPoints: 2_000 },
    ],
    [
      "one call with the tenant's own markup",
      { inputTokens: 35, cachedInputTokens: 0, outputTokens: 80, reasoningTokens: 0 },
      { rates: { input_tokens: 150_000n, output_tokens: 600_000n }, tiers: [], markupBasisPoints: 1_500 },
    ],
    [
      'one call at another version of its price',
      { inputTokens: 35, cachedInputTokens: 0, outputTokens: 80, reasoningTokens: 0 },
      { rates: { input_tokens: 75_000n, output_tokens: 300_000n }, tiers: [], markupBasisPoints: 2_000 },
    ],
    [
      'a long call',
      {
        inputTokens: 150_000,
        cachedInputTokens: 100_000,
        outputTokens: 500,
        reasoningTokens: 0,
        detail: { cache_write_tokens: 50_000 },
      },
      {
        rates: {
          input_tokens: 3_000_000n,
          cached_input_tokens: 300_000n,
          cache_write_tokens: 3_750_000n,
          output_tokens: 15_000_000n,
        },
        tiers: [
          {
            aboveInputTokens: 200_000,
            rates: {
              input_tokens: 6_000_000n,
              cached_input_tokens: 600_000n,
              cache_write_tokens: 7_500_000n,
              output_tokens: 22_500_000n,
            },
          },
        ],
        markupBasisPoints: 500,
      },
    ],
  ])('%s comes to the figures that stand there', (_, usage, price) => {
    const { cost, billedAmount, assumed } = charge(usage, { version: 1, ...price });
    expect(assumed).toEqual([]);
    expect(DOCUMENT).toContain(`= ${grouped(cost.picos)} pico-USD = ${String(cost)} USD\n`);
    expect(DOCUMENT).toContain(`${grouped(billedAmount.picos)} pico-USD = ${String(billedAmount)} USD\n`);
    expect(
      totalTokens(usage) < 1_000 || DOCUMENT.includes(`\`totalTokens\` ${grouped(BigInt(totalTokens(usage)))}`),
    ).toBe(true);
  });
});
