import { describe, expect, it } from '@jest/globals';
import { modelId, Money } from '@radiant/kernel';
import { NOON, request } from '../testing/usage-entries.js';
import type { Price } from '../price.js';
import { corrected, type StandingCall } from './correction.js';

const HIT = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0, detail: { cache_hits: 1 } };
const CALL = { ...HIT, inputTokens: 10, outputTokens: 10, detail: {} };

/** A kept answer costs 7 pico-USD at the first version and 3 at the second. */
const priceOf = (version: number, hits: bigint | undefined): Price => ({
  version,
  rates: { input_tokens: 10n, output_tokens: 20n, requests: 1_000n, ...(hits !== undefined && { cache_hits: hits }) },
  tiers: [],
  markupBasisPoints: 2_000,
});
const standing = (usage: StandingCall['usage'], cost: bigint, billed: bigint): StandingCall => ({
  requestId: request(1),
  modelId: modelId('chat-small'),
  origin: 'call',
  createdAt: NOON,
  usage,
  cost: Money.ofPicos(cost),
  billedAmount: Money.ofPicos(billed),
  estimated: false,
  priceVersion: 1,
  markupBasisPoints: 2_000,
  markupVersion: undefined,
});
const amounts = (correction: ReturnType<typeof corrected>) =>
  correction && [correction.after.cost.picos, correction.after.billedAmount.picos];

describe('the correction of an answer that was kept', () => {
  it('costs nothing at a provider, and is billed at the other version without a markup', () => {
    expect(amounts(corrected(standing(HIT, 0n, 7n), priceOf(2, 3n)))).toEqual([0n, 3n]);
    expect(amounts(corrected(standing(HIT, 0n, 7n), priceOf(2, undefined)))).toEqual([0n, 0n]);
  });

  it('at the price that it had is none', () => {
    expect(corrected(standing(HIT, 0n, 7n), priceOf(1, 7n))).toBeUndefined();
  });

  it('that was asked for indeed is billed as the call that it was, and the other way round', () => {
    expect(amounts(corrected(standing(HIT, 0n, 7n), priceOf(1, 7n), CALL))).toEqual([1_300n, 1_560n]);
    expect(amounts(corrected(standing(CALL, 1_300n, 1_560n), priceOf(1, 7n), HIT))).toEqual([0n, 7n]);
  });
});
