import { describe, expect, it } from '@jest/globals';
import { Money } from '@radiant/kernel';
import type { Price } from '../price.js';
import { usageEntry } from '../testing/index.js';
import type { TokenUsage } from '../token-usage.js';
import { corrected, type StandingCall } from './correction.js';
import { correctionId } from './correction-id.js';

const PRICE: Price = {
  version: 1,
  rates: { input_tokens: 10n, cached_input_tokens: 1n, output_tokens: 20n, reasoning_tokens: 20n },
  tiers: [],
  markupBasisPoints: 5_000,
};
const USAGE: TokenUsage = { inputTokens: 100, cachedInputTokens: 20, outputTokens: 30, reasoningTokens: 4 };
/** 100 x 10 + 20 x 1 + 34 x 20 picos, and half of it on top. */
const CALL: StandingCall = {
  requestId: usageEntry().requestId,
  modelId: usageEntry().modelId,
  origin: 'call',
  unheard: false,
  createdAt: 0,
  usage: USAGE,
  cost: Money.ofPicos(1_700n),
  billedAmount: Money.ofPicos(2_550n),
  estimated: false,
  priceVersion: 1,
  markupBasisPoints: 5_000,
  markupVersion: undefined,
};

describe('a corrected call', () => {
  it('is none where nothing is another', () => {
    expect(corrected(CALL, PRICE)).toBeUndefined();
    expect(corrected(CALL, PRICE, { ...USAGE, detail: {} })).toBeUndefined();
  });

  it('that was billed as reserved has the markup that was agreed on when it was made', () => {
    const estimate = {
      ...CALL,
      origin: 'expiry',
      unheard: true,
      estimated: true,
      markupBasisPoints: undefined,
    } as const;
    const usage = { inputTokens: 10, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 };
    const agreed = corrected(estimate, PRICE, usage, { version: 7, basisPoints: 1_000 });
    expect(agreed?.after).toMatchObject({
      billedAmount: Money.ofPicos(110n),
      estimated: true,
      markupBasisPoints: 1_000,
      markupVersion: 7,
    });
    expect(corrected(estimate, PRICE, usage)?.after).toMatchObject({
      billedAmount: Money.ofPicos(150n),
      markupBasisPoints: 5_000,
      markupVersion: undefined,
    });
  });

  it('of which nothing was heard yet stays estimated, since who served it is not known, and is not once that is', () => {
    const usage = { ...USAGE, inputTokens: 1 };
    const [before, again] = [true, false].map((unheard) =>
      corrected({ ...CALL, unheard, estimated: true }, PRICE, usage),
    );
    expect([before?.after.estimated, again?.after.estimated]).toEqual([true, false]);
  });

  it.each([
    ['cost', { cost: Money.ofPicos(1n) }],
    ['bill', { billedAmount: Money.ofPicos(1n) }],
    ['version of its price', { priceVersion: 2 }],
    ['markup', { markupBasisPoints: 4_999 }],
  ])('is one where its %s stands otherwise', (_, over) => {
    const before = { ...CALL, ...over };
    expect(corrected(before, PRICE)).toMatchObject({ before, after: { cost: CALL.cost, priceVersion: 1 } });
  });

  it.each([
    ['prompt', { inputTokens: 98, cachedInputTokens: 40 }],
    ['cache', { cachedInputTokens: 20, detail: { cache_write_tokens: 5 } }],
    ['answer', { outputTokens: 4, reasoningTokens: 30 }],
    ['thoughts', { reasoningTokens: 34, outputTokens: 0 }],
  ])('is one where its %s was counted otherwise, though it costs the same', (_, over) => {
    const price = { ...PRICE, rates: { ...PRICE.rates, cache_write_tokens: 10n } };
    const usage = { ...USAGE, ...over };
    expect(corrected(CALL, price, usage)?.after).toMatchObject({
      usage,
      cost: CALL.cost,
      billedAmount: CALL.billedAmount,
    });
  });

  it('keeps the markup that was agreed with the tenant, and follows that of the price otherwise', () => {
    const price = { ...PRICE, version: 2, markupBasisPoints: 0 };
    const agreed = { ...CALL, markupVersion: 7, markupBasisPoints: 5_000 };
    expect(corrected(agreed, price)?.after).toMatchObject({ billedAmount: CALL.billedAmount, markupVersion: 7 });
    expect(corrected(CALL, price)?.after).toMatchObject({ billedAmount: CALL.cost, markupBasisPoints: 0 });
    expect(corrected({ ...agreed, markupBasisPoints: undefined }, price)?.after.markupBasisPoints).toBe(0);
  });

  it('is none where nothing was consumed, whatever a request costs, unless it is said what was', () => {
    const usage = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 };
    const released = { ...CALL, usage, cost: Money.zero, billedAmount: Money.zero };
    const perRequest = { ...PRICE, version: 2, rates: { ...PRICE.rates, requests: 1_000n } };
    expect(corrected(released, perRequest)).toBeUndefined();
    expect(corrected(released, perRequest, USAGE)?.after.cost).toEqual(Money.ofPicos(2_700n));
    expect(corrected(CALL, perRequest)?.after.cost).toEqual(Money.ofPicos(2_700n));
  });

  it('is an estimate until its tokens are known, or where one of them has no price of its own', () => {
    const estimated = { ...CALL, estimated: true };
    const dearer = { ...PRICE, version: 2 };
    expect(corrected(estimated, dearer)?.after.estimated).toBe(true);
    expect(corrected(estimated, dearer, USAGE)?.after.estimated).toBe(false);
    expect(corrected(CALL, dearer)?.after.estimated).toBe(false);
    const assuming = { ...USAGE, detail: { cache_write_tokens: 5 } };
    expect(corrected(CALL, dearer, assuming)?.after.estimated).toBe(true);
  });

  it('has a UUID', () => {
    expect(() => correctionId('7')).toThrow(
      expect.objectContaining({ message: 'id must be a UUID', facts: { field: 'id' } }),
    );
    expect(correctionId('00000000-0000-4000-8000-00000000000A')).toBe('00000000-0000-4000-8000-00000000000a');
  });
});
