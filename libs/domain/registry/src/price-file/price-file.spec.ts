import { describe, expect, it } from '@jest/globals';
import { providerId } from '@radiant/kernel';
import fc from 'fast-check';
import { model, price } from '../../test/entries.js';
import { comparePrices } from './compare-prices.js';
import { exactPicos } from './exact-picos.js';
import { readPriceFile, type FilePrice } from './read-price-file.js';

const read = (fields: object, key = 'm'): FilePrice | undefined =>
  readPriceFile({ [key]: { litellm_provider: 'acme', mode: 'chat', ...fields } })[0];
const NOW = Date.UTC(2026, 2, 11);
const PRICED = { input_cost_per_token: 1e-6, output_cost_per_token: 2e-6 };

describe('a price kept as a float', () => {
  it.each([
    [Number('1.2999999999999999e-7'), 130_000n],
    [Number('1.3000000000000001e-7'), 130_000n],
    [2.75e-6, 2_750_000n],
    [0, 0n],
    [0.04, 40_000_000_000n],
    [1.5e-12, 2n],
    [2.5e-12, 2n],
    [12_345.678, 12_345_678_000_000_000n],
  ])('%p USD is %p pico-USD', (usd, picos) => {
    expect(exactPicos(usd)).toBe(picos);
  });

  it('is every whole number of pico-USD up to 100 USD per million tokens, exactly', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 100_000_000n }), (picos) => {
        expect(exactPicos(Number(picos) * 1e-12)).toBe(picos);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, '1', null, undefined])('is not %p', (value) => {
    expect(exactPicos(value)).toBeUndefined();
  });
});

describe('a price file', () => {
  it('is read component by component, with its tiers, lowest first', () => {
    expect(
      read({
        ...PRICED,
        cache_read_input_token_cost: 1e-7,
        cache_creation_input_token_cost: 1.25e-6,
        cache_creation_input_token_cost_above_1hr: 2e-6,
        input_cost_per_audio_token: 4e-5,
        output_cost_per_reasoning_token: 3e-6,
        input_cost_per_token_above_200k_tokens: 2e-6,
        cache_creation_input_token_cost_above_1hr_above_200k_tokens: 4e-6,
        output_cost_per_token_above_128k_tokens: 2.5e-6,
        input_cost_per_token_batches: 5e-7,
        search_context_cost_per_query: { search_context_size_low: 0.01 },
      }),
    ).toEqual({
      key: 'm',
      provider: 'acme',
      rates: {
        input_tokens: 1_000_000n,
        output_tokens: 2_000_000n,
        cached_input_tokens: 100_000n,
        cache_write_tokens: 1_250_000n,
        cache_write_1h_tokens: 2_000_000n,
        audio_input_tokens: 40_000_000n,
        reasoning_tokens: 3_000_000n,
      },
      tiers: [
        { aboveInputTokens: 128_000, rates: { output_tokens: 2_500_000n } },
        { aboveInputTokens: 200_000, rates: { input_tokens: 2_000_000n, cache_write_1h_tokens: 4_000_000n } },
      ],
      unknown: undefined,
      left: ['input_cost_per_token_batches', 'search_context_cost_per_query'],
    });
  });

  it.each([1e308, 1e9, 10])('is left where it asks for more than a price can be: %p USD per token', (usd) => {
    const price = read({
      ...PRICED,
      input_cost_per_token: usd,
      output_cost_per_image: 1e6,
      input_cost_per_request: 999_999,
    });
    expect(price).toMatchObject({
      rates: { output_tokens: 2_000_000n, requests: 999_999_000_000_000_000n },
      unknown: 'missing',
      left: ['input_cost_per_token', 'output_cost_per_image'],
    });
  });

  it('is left where a tier begins beyond any prompt, or before it', () => {
    const price = read({
      ...PRICED,
      input_cost_per_token_above_99999999999999999999k_tokens: 3e-6,
      tiered_pricing: [
        { range: [-1, 5], ...PRICED },
        { range: [2_000_000_000, 3e9], ...PRICED },
      ],
    });
    expect([price?.tiers, price?.left]).toEqual([[], ['input_cost_per_token_above_99999999999999999999k_tokens']]);
  });

  it('is read by its ranges of tokens', () => {
    const tiered_pricing = [
      { range: [0, 256_000], input_cost_per_token: 5e-8, output_cost_per_token: 4e-7 },
      { range: [256_000, 1_000_000], input_cost_per_token: 2.5e-7, output_cost_per_token: 2e-6 },
    ];
    expect(read({ tiered_pricing })).toMatchObject({
      rates: { input_tokens: 50_000n, output_tokens: 400_000n },
      tiers: [{ aboveInputTokens: 256_000, rates: { input_tokens: 250_000n, output_tokens: 2_000_000n } }],
      unknown: undefined,
    });
  });

  it.each([
    ['both sides at zero', { input_cost_per_token: 0, output_cost_per_token: 0 }, 'zero'],
    ['an answer at zero', { input_cost_per_token: 1e-6, output_cost_per_token: 0 }, 'zero'],
    ['no answer', { input_cost_per_token: 1e-6 }, 'missing'],
    ['nothing', {}, 'missing'],
    ['rented capacity', { input_cost_per_second: 0.001, output_cost_per_second: 0.001 }, 'missing'],
    ['a negative price', { input_cost_per_token: -1, output_cost_per_token: 1e-6 }, 'missing'],
  ])('with %s knows no price', (_, fields, unknown) => {
    expect(read(fields)?.unknown).toBe(unknown);
  });

  it('knows the price of embeddings, whose answer costs nothing, and of what is counted in seconds', () => {
    expect(read({ mode: 'embedding', input_cost_per_token: 1e-7, output_cost_per_token: 0 })).toMatchObject({
      rates: { input_tokens: 100_000n, output_tokens: 0n },
      unknown: undefined,
    });
    expect(read({ mode: 'audio_transcription', input_cost_per_second: 0.0001 })).toMatchObject({
      rates: { audio_seconds: 100_000_000n },
      unknown: undefined,
    });
  });

  it.each([null, [], {}, 'x', { m: {} }, { sample_spec: { litellm_provider: 'x' } }])('is not %j', (file) => {
    expect(() => readPriceFile(file)).toThrow(expect.objectContaining({ code: 'validation_error' }));
  });
});

describe('what a price file would change', () => {
  const FILE = readPriceFile({
    'acme/large': { litellm_provider: 'acme', mode: 'chat', ...PRICED, input_cost_per_token_above_200k_tokens: 3e-6 },
    small: { litellm_provider: 'acme_chat', mode: 'chat', ...PRICED },
    fresh: { litellm_provider: 'acme', mode: 'chat', ...PRICED },
    zero: { litellm_provider: 'acme', mode: 'chat', input_cost_per_token: 0, output_cost_per_token: 0 },
    elsewhere: { litellm_provider: 'other', mode: 'chat', ...PRICED },
    more: { litellm_provider: 'other', mode: 'chat', ...PRICED },
  });
  const listed = { input_tokens: 1_000_000n, output_tokens: 2_000_000n };
  const rates = { input_tokens: 800_000n, output_tokens: 2_000_000n };
  const named = (id: string, name: string, prices = [price({ rates })]) =>
    model(id, { name, prices, providerId: providerId('acme') });
  const { proposals, unlisted } = comparePrices(
    [
      named('ours-large', 'large', [price({ version: 1 }), price({ version: 2, rates })]),
      named('small', 'x', [price({ rates: { ...rates, input_tokens: 1_000_000n, reasoning_tokens: 2_000_000n } })]),
      named('fresh', 'fresh', []),
      named('zero', 'zero'),
      named('elsewhere', 'elsewhere'),
      named('nobody', 'nobody'),
    ],
    FILE,
    NOW,
  );
  const of = (id: string) => proposals.find(({ modelId }) => modelId === id);

  it('is told for the models of the registry, and how many others there are', () => {
    expect(proposals.map(({ modelId, change }) => `${modelId} ${change}`)).toEqual([
      'fresh new',
      'ours-large changed',
      'small unchanged',
      'zero unknown',
    ]);
    expect(unlisted).toBe(2);
  });

  it('is told of what is in force: one that has ended is none, one that has not begun is not yet', () => {
    const models = [
      named('ended', 'small', [price({ rates: listed, effectiveTo: NOW })]),
      named('planned', 'small', [price({ rates: listed }), price({ version: 2, rates, effectiveFrom: NOW + 1 })]),
    ];
    expect(comparePrices(models, FILE, NOW).proposals).toMatchObject([
      { modelId: 'ended', change: 'new', comparedWith: 1 },
      { modelId: 'planned', change: 'unchanged', comparedWith: 2 },
    ]);
  });

  it('is told by component and tier, in percent, of the newest version', () => {
    expect(of('ours-large')).toMatchObject({
      key: 'acme/large',
      comparedWith: 2,
      differences: [
        { component: 'input_tokens', aboveInputTokens: 0, before: 800_000n, after: 1_000_000n, basisPoints: 2_500 },
        { component: 'cached_input_tokens', before: 800_000n, after: 1_000_000n, basisPoints: 2_500 },
        { component: 'input_tokens', aboveInputTokens: 200_000, before: undefined, after: 3_000_000n },
      ],
    });
    expect(of('fresh')?.comparedWith).toBeUndefined();
  });
});
