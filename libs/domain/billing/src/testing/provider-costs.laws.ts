import { beforeEach, describe, expect, it } from '@jest/globals';
import { modelId, Money, providerId } from '@radiant/kernel';
import type { ProviderCosts } from '../ports/provider-bills.js';
import type { UsageLedger } from '../ports/usage-ledger.js';
import { append, billed, HOSPITAL, NOON } from './usage-entries.js';

export interface ProviderCostsUnderTest {
  readonly ledger: UsageLedger;
  readonly costs: ProviderCosts;
}

const MARCH = { from: '2026-03-01', to: '2026-04-01' };
const HOUR_MS = 3_600_000;

/** The laws of ProviderCosts. `make` gives an empty ledger that knows CLINIC and HOSPITAL. */
export function describeProviderCosts(name: string, make: () => Promise<ProviderCostsUnderTest>): void {
  describe(`ProviderCosts laws: ${name}`, () => {
    let store: ProviderCostsUnderTest;
    beforeEach(async () => {
      store = await make();
    });

    it('add up what calls of all tenants cost, not what they are billed', async () => {
      await append(store.ledger, billed(1, '5', { cost: Money.parse('0.000000000001') }));
      await append(store.ledger, billed(2, '5', { cost: Money.parse('2'), tenantId: HOSPITAL, estimated: true }));
      expect(await store.costs.booked(MARCH, 'UTC')).toStrictEqual([
        {
          providerId: providerId('acme'),
          modelId: modelId('chat-small'),
          day: '2026-03-10',
          requests: 2,
          estimated: 1,
          inputTokens: 240,
          cachedInputTokens: 40,
          outputTokens: 68,
          cost: Money.parse('2.000000000001'),
        },
      ]);
    });

    it('are by day, provider and model, on the clocks that are asked for', async () => {
      const late = NOON + 11 * HOUR_MS;
      await append(store.ledger, billed(1, '1', { createdAt: late }));
      await append(store.ledger, billed(2, '1', { createdAt: late, modelId: modelId('chat-large') }));
      await append(store.ledger, billed(3, '1', { createdAt: NOON, providerId: providerId('zenith') }));
      const shown = async (zone: string, over: object = {}) =>
        (await store.costs.booked({ ...MARCH, ...over }, zone)).map(
          (one) => `${one.day} ${one.providerId} ${one.modelId}`,
        );
      expect(await shown('UTC')).toEqual([
        '2026-03-10 acme chat-large',
        '2026-03-10 acme chat-small',
        '2026-03-10 zenith chat-small',
      ]);
      expect(await shown('Asia/Tokyo', { from: '2026-03-11' })).toEqual([
        '2026-03-11 acme chat-large',
        '2026-03-11 acme chat-small',
      ]);
      expect(await shown('Asia/Tokyo', { to: '2026-03-11' })).toEqual(['2026-03-10 zenith chat-small']);
      expect(await shown('UTC', { providerId: providerId('zenith') })).toEqual(['2026-03-10 zenith chat-small']);
    });

    it('leave out answers that were kept from earlier calls', async () => {
      const usage = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 };
      await append(store.ledger, billed(1, '1', { usage: { ...usage, detail: { cache_hits: 1 } }, cost: Money.zero }));
      expect(await store.costs.booked(MARCH, 'UTC')).toEqual([]);
    });
  });
}
