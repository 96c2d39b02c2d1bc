import { charge, type Price, type UsageEntry } from '@radiant/billing';
import { request, usageEntry } from '@radiant/billing/testing';

export const PRICE: Price = {
  version: 1,
  rates: { input_tokens: 150_000n, cached_input_tokens: 75_000n, output_tokens: 600_000n },
  tiers: [],
  markupBasisPoints: 2_000,
};
/** A call as it is priced. */
export const priced = (n: number, over: Partial<UsageEntry> = {}): UsageEntry => {
  const usage = { inputTokens: 100 + n, cachedInputTokens: 20, outputTokens: 30, reasoningTokens: 4 };
  const { cost, billedAmount } = charge(usage, PRICE);
  return usageEntry({ requestId: request(n), usage, cost, billedAmount, ...over });
};
