import { beforeEach, describe, expect, it } from '@jest/globals';
import { DomainError, modelId, Money, providerId } from '@radiant/kernel';
import { FixedClock } from '@radiant/kernel/testing';
import fc from 'fast-check';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import type { Price } from './price.js';
import { Settlements } from './ports/settlements.js';
import { mostTokens, type CallSize } from './reservation.js';
import { holdingHit, ReserveCall, type AskedCall, type AskedRoute } from './reserve-call.js';
import { NOON, reserved } from './testing/usage-entries.js';

const PRICE: Price = {
  version: 3,
  rates: {
    input_tokens: 150_000n,
    cached_input_tokens: 200_000n,
    audio_input_tokens: 5_000_000n,
    cache_write_1h_tokens: 300_000n,
    output_tokens: 600_000n,
    reasoning_tokens: 900_000n,
    audio_output_tokens: 9_000_000n,
  },
  tiers: [],
  markupBasisPoints: 2_000,
};
const SIZE: CallSize = { body: '{"messages":[]}', attachments: false, predicted: false, maxTokens: 100, choices: 1 };
const LIMITS = { contextWindow: 8_000, maxOutputTokens: 4_000 };
const ROUTE: AskedRoute = {
  model: { id: modelId('chat-small'), ...LIMITS },
  providerId: providerId('acme'),
  price: PRICE,
  body: SIZE.body,
};

describe('the most tokens of a call', () => {
  it('are never fewer than a tokenizer counts, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const body = JSON.stringify({ messages: [{ role: 'user', content: text }] });
        expect(mostTokens({ ...SIZE, body }, LIMITS).inputTokens).toBeGreaterThanOrEqual(countTokens(text) + 8);
      }),
      { numRuns: 300 },
    );
  });

  it('of the input are the bytes of what is sent', () => {
    for (const body of ['abc', 'é', '漢字', '😀', 'x'.repeat(10_000)]) {
      expect(mostTokens({ ...SIZE, body }, LIMITS).inputTokens).toBe(Buffer.byteLength(body));
    }
  });

  it('count a whole window for what is attached', () => {
    expect(mostTokens({ ...SIZE, body: 'abc', attachments: true }, LIMITS).inputTokens).toBe(8_003);
  });

  it('count a rejected prediction as output', () => {
    expect(mostTokens({ ...SIZE, body: 'abc', predicted: true }, LIMITS).outputTokens).toBe(103);
  });

  it.each([
    ['what the caller asked for', { maxTokens: 100 }, LIMITS, 100],
    ['that for each answer', { maxTokens: 100, choices: 3 }, LIMITS, 300],
    ['what the model can answer', { maxTokens: undefined }, LIMITS, 4_000],
    ['its window, where no more is known', { maxTokens: undefined }, { ...LIMITS, maxOutputTokens: undefined }, 8_000],
    [
      'the most that may be asked for, where nothing is known',
      { maxTokens: undefined },
      { contextWindow: undefined, maxOutputTokens: undefined },
      128_000,
    ],
  ])('of the output are %s', (_, size, limits, expected) => {
    expect(mostTokens({ ...SIZE, ...size }, limits).outputTokens).toBe(expected);
  });
});

describe('ReserveCall', () => {
  let full: DomainError | undefined;
  let reserve: ReserveCall;
  const asked: AskedCall = {
    ...reserved(1, '0'),
    routes: [ROUTE],
    size: SIZE,
  };

  beforeEach(() => {
    full = undefined;
    const settlements = new (class extends Settlements {
      async settle(): Promise<void> {
        throw new Error('not here');
      }
      async ready(): Promise<void> {
        if (full) throw full;
      }
    })();
    reserve = new ReserveCall(settlements, new FixedClock(NOON));
  });

  it('asks for the dearest that the call can become, for half an hour, with the price pinned', async () => {
    const reservation = await reserve.execute(asked);
    expect(reservation).toMatchObject({
      inputTokens: 15,
      outputTokens: 100,
      priceVersion: 3,
      reservedAt: NOON,
      expiresAt: NOON + 30 * 60_000,
    });
    expect(reservation.cost.picos).toBe(15n * 200_000n + 100n * 900_000n);
    expect(reservation.billedAmount.picos).toBe((reservation.cost.picos * 12n) / 10n);
  });

  it('refuses a call that may cost more than the books can hold, to the pico-dollar', async () => {
    const at = (rate: bigint) => {
      const price = { ...PRICE, rates: { input_tokens: 0n, output_tokens: rate }, markupBasisPoints: 0 };
      const size = { ...SIZE, maxTokens: 1 };
      return reserve.execute({ ...asked, routes: [{ ...ROUTE, price }], size });
    };
    expect((await at(2n ** 63n - 1n)).billedAmount.picos).toBe(2n ** 63n - 1n);
    await expect(at(2n ** 63n)).rejects.toMatchObject({ code: 'validation_error' });
  });

  it('asks for the dearest of the routes that it may take, in the name of that one', async () => {
    const other = { ...ROUTE, providerId: providerId('other') };
    const cheap = { ...PRICE, rates: { ...PRICE.rates, output_tokens: 1n, reasoning_tokens: 1n } };
    const longer = { ...other, body: `${SIZE.body} ` };
    const held = await reserve.execute({ ...asked, routes: [{ ...ROUTE, price: cheap }, longer, other] });
    expect(held).toMatchObject({ providerId: 'other', inputTokens: 16 });
    const dearer = { ...other, model: { ...ROUTE.model, maxOutputTokens: 5_000 } };
    const size = { ...SIZE, maxTokens: undefined };
    expect(await reserve.execute({ ...asked, routes: [ROUTE, dearer], size })).toMatchObject({ outputTokens: 5_000 });
  });

  it('holds as much as the model can answer where its provider is not told what the caller asked for', async () => {
    const untold = { ...ROUTE, unlimited: true };
    expect(await reserve.execute({ ...asked, routes: [ROUTE, untold] })).toMatchObject({ outputTokens: 4_000 });
    const size = { ...SIZE, maxTokens: 9_000 };
    expect(await reserve.execute({ ...asked, routes: [untold], size })).toMatchObject({ outputTokens: 4_000 });
  });

  it('holds what recordings may cost where something is attached, and an hour of cache where it is asked for', async () => {
    const attached = await reserve.execute({ ...asked, size: { ...SIZE, attachments: true } });
    expect(attached.cost.picos).toBe(8_015n * 5_000_000n + 100n * 900_000n);
    const body = '{"cache_control":{}}';
    const cached = await reserve.execute({ ...asked, routes: [{ ...ROUTE, body }] });
    expect(cached.cost.picos).toBe(20n * 300_000n + 100n * 900_000n);
  });

  it.each(['audio_input_tokens', 'image_input_tokens', 'video_input_tokens'] as const)(
    'leaves out %s where nothing is attached',
    async (component) => {
      const price = { ...PRICE, rates: { ...PRICE.rates, [component]: 9_000_000n } };
      const route = { ...ROUTE, price };
      const [without, with_] = await Promise.all(
        [false, true].map((attachments) =>
          reserve.execute({ ...asked, routes: [route], size: { ...SIZE, attachments } }),
        ),
      );
      expect(without?.cost.picos).toBe(15n * 200_000n + 100n * 900_000n);
      expect(with_?.cost.picos).toBe(8_015n * 9_000_000n + 100n * 900_000n);
    },
  );

  it.each(['audio_output_tokens', 'image_output_tokens'] as const)('never holds %s', async (component) => {
    const price = { ...PRICE, rates: { ...PRICE.rates, [component]: 9_000_000n } };
    const held = await reserve.execute({
      ...asked,
      routes: [{ ...ROUTE, price }],
      size: { ...SIZE, attachments: true },
    });
    expect(held.cost.picos).toBe(8_015n * 5_000_000n + 100n * 900_000n);
  });

  it('holds what a kept answer costs where that is more', () => {
    const held = reserved(1, '0.5');
    const at = (cache_hits: bigint): Price => ({ ...PRICE, rates: { ...PRICE.rates, cache_hits } });
    expect([PRICE, at(500_000_000_000n)].map((price) => holdingHit(held, price))).toEqual([held, held]);
    const dearer = holdingHit(held, at(500_000_000_001n));
    expect(dearer).toEqual({ ...held, billedAmount: Money.ofPicos(500_000_000_001n) });
  });

  it('refuses recordings to a model that has no price for them', async () => {
    const size = { ...SIZE, attachments: true, recordings: true };
    expect(await reserve.execute({ ...asked, size })).toBeDefined();
    const price = { ...PRICE, rates: { input_tokens: 1n, output_tokens: 1n } };
    await expect(reserve.execute({ ...asked, size, routes: [ROUTE, { ...ROUTE, price }] })).rejects.toMatchObject({
      code: 'model_not_priced',
    });
  });

  it('keeps nothing of what is said', async () => {
    const body = '{"messages":[{"content":"Jane Doe"}]}';
    const reservation = await reserve.execute({ ...asked, routes: [{ ...ROUTE, body }] });
    expect(Object.values(reservation).join()).not.toContain('Jane');
  });

  it('asks for nothing for a call that could not be settled', async () => {
    full = new DomainError('service_unavailable', 'the disk is full');
    await expect(reserve.execute(asked)).rejects.toBe(full);
  });
});
