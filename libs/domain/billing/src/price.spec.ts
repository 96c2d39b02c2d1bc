import { describe, expect, it } from '@jest/globals';
import { PRICE_COMPONENTS, type PriceComponent, type Rates } from '@radiant/kernel';
import fc from 'fast-check';
import { charge, mostCharge, ratesFor, type Price } from './price.js';
import { HOLD_LIMITS } from './reserve-call.js';
import { CACHE_HIT, partsOf, totalTokens, type TokenUsage } from './token-usage.js';

const tokens = fc.nat(10_000_000);
const rate = fc.bigInt({ min: 0n, max: 10n ** 10n });
const few = fc.nat(1_000_000);
const detail = fc.record(
  {
    cache_write_tokens: few,
    cache_write_1h_tokens: few,
    audio_input_tokens: few,
    image_input_tokens: few,
    video_input_tokens: few,
    audio_output_tokens: few,
    image_output_tokens: few,
    images: fc.nat(9),
    audio_seconds: fc.nat(999),
    video_seconds: fc.nat(999),
    models_3d: fc.nat(9),
  },
  { requiredKeys: [] },
);
const usages: fc.Arbitrary<TokenUsage> = fc.record(
  {
    inputTokens: tokens.map((count) => count + 5_000_000),
    cachedInputTokens: tokens,
    outputTokens: tokens.map((count) => count + 2_000_000),
    reasoningTokens: tokens,
    detail,
  },
  { requiredKeys: ['inputTokens', 'cachedInputTokens', 'outputTokens', 'reasoningTokens'] },
);
const everyRate: fc.Arbitrary<Rates> = fc.record(
  Object.fromEntries(PRICE_COMPONENTS.map((component) => [component, rate])),
);
const someRates: fc.Arbitrary<Rates> = fc.record(
  Object.fromEntries(PRICE_COMPONENTS.map((component) => [component, rate])),
  { requiredKeys: [] },
);
const prices = (rates: fc.Arbitrary<Rates>): fc.Arbitrary<Price> =>
  fc.record({
    version: fc.integer({ min: 1, max: 9 }),
    rates,
    tiers: fc
      .uniqueArray(fc.record({ aboveInputTokens: fc.nat(20_000_000), rates: someRates }), {
        maxLength: 3,
        selector: ({ aboveInputTokens }) => aboveInputTokens,
      })
      .map((tiers) => tiers.sort((a, b) => a.aboveInputTokens - b.aboveInputTokens)),
    markupBasisPoints: fc.integer({ min: 0, max: 20_000 }),
  });

const NOTHING: TokenUsage = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 };
const priced = (rates: Rates, over: Partial<Price> = {}): Price => ({
  version: 1,
  rates,
  tiers: [],
  markupBasisPoints: 0,
  ...over,
});
/** Each component at a power of a thousand, so that a cost tells what it is made of. */
const TELLING = priced(
  Object.fromEntries(PRICE_COMPONENTS.map((component, index) => [component, 1_000n ** BigInt(index)])),
);
const weight = (component: PriceComponent): bigint => TELLING.rates[component] ?? 0n;

describe('charge', () => {
  it.each([
    ['input_tokens', { inputTokens: 3 }],
    ['cached_input_tokens', { cachedInputTokens: 3 }],
    ['cache_write_tokens', { inputTokens: 3, detail: { cache_write_tokens: 3 } }],
    ['cache_write_1h_tokens', { inputTokens: 3, detail: { cache_write_1h_tokens: 3 } }],
    ['audio_input_tokens', { inputTokens: 3, detail: { audio_input_tokens: 3 } }],
    ['image_input_tokens', { inputTokens: 3, detail: { image_input_tokens: 3 } }],
    ['video_input_tokens', { inputTokens: 3, detail: { video_input_tokens: 3 } }],
    ['output_tokens', { outputTokens: 3 }],
    ['reasoning_tokens', { reasoningTokens: 3 }],
    ['audio_output_tokens', { outputTokens: 3, detail: { audio_output_tokens: 3 } }],
    ['image_output_tokens', { outputTokens: 3, detail: { image_output_tokens: 3 } }],
    ['images', { detail: { images: 3 } }],
    ['audio_seconds', { detail: { audio_seconds: 3 } }],
    ['video_seconds', { detail: { video_seconds: 3 } }],
    ['models_3d', { detail: { models_3d: 3 } }],
  ] as const)('prices %s at their own rate, and the request at its', (component, usage) => {
    const { cost, assumed } = charge({ ...NOTHING, ...usage }, TELLING);
    expect(cost.picos).toBe(3n * weight(component) + weight('requests'));
    expect(assumed).toEqual([]);
  });

  it('costs the sum of its parts, exactly', () => {
    fc.assert(
      fc.property(usages, prices(everyRate), (usage, price) => {
        const rates = ratesFor(price, usage.inputTokens + usage.cachedInputTokens);
        const parts = partsOf(usage);
        const sum = PRICE_COMPONENTS.reduce(
          (total, component) => total + BigInt(parts[component] ?? 0) * (rates[component] ?? 0n),
          0n,
        );
        expect(charge(usage, price).cost.picos).toBe(sum);
      }),
    );
  });

  it('bills cost plus markup, off by no more than half a pico-USD', () => {
    fc.assert(
      fc.property(usages, prices(everyRate), (usage, price) => {
        const { cost, billedAmount } = charge(usage, price);
        const exact = cost.picos * BigInt(10_000 + price.markupBasisPoints);
        const difference = billedAmount.picos * 10_000n - exact;
        expect(difference >= -5_000n && difference <= 5_000n).toBe(true);
        if (difference === 5_000n || difference === -5_000n) expect(billedAmount.picos % 2n).toBe(0n);
      }),
      { numRuns: 1_000 },
    );
  });

  it('bills halves to even', () => {
    const half = priced({ input_tokens: 1n }, { markupBasisPoints: 5_000 });
    expect(charge({ ...NOTHING, inputTokens: 1 }, half).billedAmount.picos).toBe(2n); // 1.5
    expect(charge({ ...NOTHING, inputTokens: 3 }, half).billedAmount.picos).toBe(4n); // 4.5
    expect(charge({ ...NOTHING, inputTokens: 5 }, half).billedAmount.picos).toBe(8n); // 7.5
  });

  it('is nothing for nothing, and refuses a count that is no whole number', () => {
    const price = priced({ input_tokens: 1n });
    expect(String(charge(NOTHING, price).billedAmount)).toBe('0');
    expect(() => charge({ ...NOTHING, inputTokens: 0.5 }, price)).toThrow(RangeError);
  });

  it('takes the rates of the tier that the whole prompt reaches, for all of the call', () => {
    const price = priced(
      { input_tokens: 1n, cached_input_tokens: 2n, output_tokens: 100n },
      {
        tiers: [
          { aboveInputTokens: 10, rates: { input_tokens: 3n, output_tokens: 500n } },
          { aboveInputTokens: 20, rates: { input_tokens: 7n } },
        ],
      },
    );
    const cost = (inputTokens: number, cachedInputTokens: number): bigint =>
      charge({ ...NOTHING, inputTokens, cachedInputTokens, outputTokens: 1 }, price).cost.picos;
    expect(cost(10, 0)).toBe(10n + 100n);
    expect(cost(10, 1)).toBe(30n + 2n + 500n);
    expect(cost(11, 0)).toBe(33n + 500n);
    expect(cost(21, 0)).toBe(147n + 100n); // a tier names what is other than usual
  });

  it('counts what has no rate as what providers quote it as', () => {
    const price = priced({ input_tokens: 2n, output_tokens: 5n, cache_write_tokens: 3n });
    const cost = (usage: Partial<TokenUsage>) => charge({ ...NOTHING, ...usage }, price);
    expect(cost({ cachedInputTokens: 4 })).toMatchObject({ cost: { picos: 8n }, assumed: [] });
    expect(cost({ reasoningTokens: 4 })).toMatchObject({ cost: { picos: 20n }, assumed: [] });
    expect(cost({ inputTokens: 4, detail: { image_input_tokens: 4 } })).toMatchObject({ cost: { picos: 8n } });
    expect(cost({ inputTokens: 4, detail: { cache_write_1h_tokens: 4 } })).toMatchObject({ cost: { picos: 12n } });
  });

  it('counts what it knows no rate for at the dearest of its side, and says so; nothing is free', () => {
    const price = priced({ input_tokens: 2n, cached_input_tokens: 9n, output_tokens: 5n, reasoning_tokens: 8n });
    const usage = {
      ...NOTHING,
      inputTokens: 4,
      outputTokens: 1,
      detail: { audio_input_tokens: 4, audio_output_tokens: 1 },
    };
    expect(charge(usage, price)).toMatchObject({
      cost: { picos: 44n },
      assumed: ['audio_input_tokens', 'audio_output_tokens'],
    });
    expect(() => charge({ ...NOTHING, detail: { images: 1 } }, price)).toThrow(
      expect.objectContaining({ code: 'model_not_priced' }),
    );
    expect(() => charge({ ...NOTHING, outputTokens: 1 }, priced({ input_tokens: 1n }))).toThrow(
      expect.objectContaining({ code: 'model_not_priced' }),
    );
  });
});

describe('text that has no rate', () => {
  const cost = (rates: Price['rates'], usage: Partial<TokenUsage>) =>
    charge({ ...NOTHING, ...usage }, priced(rates)).cost;
  const written = { inputTokens: 3, detail: { cache_write_tokens: 3 } };

  it.each<[string, Price['rates'], Partial<TokenUsage>, bigint]>([
    ['the prompt', { input_tokens: 2n, audio_input_tokens: 90n, output_tokens: 1n }, written, 6n],
    ['what was cached', { input_tokens: 2n, cached_input_tokens: 5n, audio_input_tokens: 90n }, written, 15n],
    ['an answer', { output_tokens: 4n, audio_output_tokens: 90n }, { reasoningTokens: 3 }, 12n],
    ['thinking', { reasoning_tokens: 4n, audio_output_tokens: 90n }, { outputTokens: 3 }, 12n],
  ])('costs what the dearest text of its side does: %s', (_, rates, usage, picos) => {
    expect(cost(rates, usage).picos).toBe(picos);
  });
});

describe('an answer that was kept from an earlier call', () => {
  it('is billed at its own price without markup, and costs nothing at a provider, not even as a request', () => {
    const price = priced({ input_tokens: 1n, requests: 5n, cache_hits: 7n }, { markupBasisPoints: 5_000 });
    const { cost, billedAmount, assumed } = charge(CACHE_HIT, price);
    expect([cost.picos, billedAmount.picos, assumed]).toEqual([0n, 7n, []]);
  });

  it('costs nothing at all without a price', () => {
    expect(charge(CACHE_HIT, priced({ requests: 5n })).billedAmount.picos).toBe(0n);
  });
});

describe('the most that tokens can cost', () => {
  it('is never less than what any split into parts costs, in any tier, known rates or not', () => {
    const tokenDetail = detail.map(
      ({ images: _, audio_seconds: __, video_seconds: ___, models_3d: ____, ...rest }) => rest,
    );
    fc.assert(
      fc.property(usages, tokenDetail, prices(someRates), rate, (usage, kinds, given, least) => {
        const price = { ...given, rates: { input_tokens: least, output_tokens: least, ...given.rates } };
        const { inputTokens, cachedInputTokens, outputTokens, reasoningTokens } = usage;
        const most = mostCharge(inputTokens + cachedInputTokens, outputTokens + reasoningTokens, price);
        const exact = charge({ ...usage, detail: kinds }, price);
        expect(most.cost.compare(exact.cost)).toBeGreaterThanOrEqual(0);
        expect(most.billedAmount.compare(exact.billedAmount)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is never less than that of a call which can not have some kinds, as calls are held', () => {
    const kindsOf = (never: readonly PriceComponent[], kinds: TokenUsage['detail']): TokenUsage['detail'] =>
      Object.fromEntries(Object.entries(kinds ?? {}).filter(([kind]) => !never.some((one) => one === kind)));
    const tokenDetail = detail.map(
      ({ images: _, audio_seconds: __, video_seconds: ___, models_3d: ____, ...rest }) => rest,
    );
    fc.assert(
      fc.property(usages, tokenDetail, prices(someRates), rate, fc.constantFrom(...HOLD_LIMITS), (usage, ...rest) => {
        const [kinds, given, least, never] = rest;
        const price = { ...given, rates: { input_tokens: least, output_tokens: least, ...given.rates } };
        const { inputTokens, cachedInputTokens, outputTokens, reasoningTokens } = usage;
        const most = mostCharge(inputTokens + cachedInputTokens, outputTokens + reasoningTokens, price, never);
        const exact = charge({ ...usage, detail: kindsOf(never, kinds) }, price);
        expect(most.billedAmount.compare(exact.billedAmount)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 1_000 },
    );
  });

  it('counts text that was written to a cache as text where it has no rate, not as a recording', () => {
    const price = priced({ input_tokens: 2n, cached_input_tokens: 1n, audio_input_tokens: 50n, output_tokens: 3n });
    const written = { ...NOTHING, inputTokens: 10, detail: { cache_write_tokens: 10 } };
    expect(charge(written, price)).toMatchObject({ cost: { picos: 20n }, assumed: ['cache_write_tokens'] });
    expect(mostCharge(10, 0, price, ['audio_input_tokens']).cost.picos).toBe(20n);
    expect(charge(written, priced({ audio_input_tokens: 50n })).cost.picos).toBe(500n);
  });

  it('leaves out what the call can not have', () => {
    const price = priced({ input_tokens: 2n, audio_input_tokens: 50n, output_tokens: 3n });
    expect(mostCharge(10, 10, price).cost.picos).toBe(530n);
    expect(mostCharge(10, 10, price, ['audio_input_tokens']).cost.picos).toBe(50n);
  });

  it('holds the price of a request, too, the dearest of the tiers that can be reached', () => {
    const price = { ...priced({ input_tokens: 2n, output_tokens: 3n, requests: 7n }) };
    expect(mostCharge(10, 10, price).cost.picos).toBe(57n);
    const tiers = [{ aboveInputTokens: 9, rates: { requests: 11n } }];
    expect(mostCharge(10, 10, { ...price, tiers }).cost.picos).toBe(61n);
    expect(mostCharge(9, 10, { ...price, tiers }).cost.picos).toBe(55n);
  });

  it('asks no price for a side without tokens, and refuses a side without one', () => {
    const price = priced({ input_tokens: 2n });
    expect(mostCharge(10, 0, price).cost.picos).toBe(20n);
    expect(() => mostCharge(10, 1, price)).toThrow(expect.objectContaining({ code: 'model_not_priced' }));
  });
});

describe('the parts of a call', () => {
  it('count every token once', () => {
    fc.assert(
      fc.property(usages, (usage) => {
        const parts = partsOf(usage);
        const sum = PRICE_COMPONENTS.filter((component) => component.endsWith('_tokens')).reduce(
          (total, component) => total + (parts[component] ?? 0),
          0,
        );
        expect(sum).toBe(totalTokens(usage));
      }),
    );
  });
});
