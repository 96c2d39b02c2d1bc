import { correctionId } from '@radiant/billing';
import { modelId, Money, requestId } from '@radiant/kernel';
import type { Model, ModelPrice } from '@radiant/registry';
import type { FakeStandingCall } from './fake-corrections.js';
import { OCTOBER } from './invoice-rows.js';
import { CLINIC } from './people.js';
import { modelOf } from './registry-rows.js';
import type { World } from './world.js';

export const CORRECTION_ID = correctionId('dddddddd-0000-4000-8000-000000000001');
export const CALL_ID = requestId('dddddddd-0000-4000-8000-0000000000c1');
export const SMALL = modelId('chat-small');

const price = (version: number, input: bigint, output: bigint): ModelPrice => ({
  version,
  effectiveFrom: 0,
  effectiveTo: undefined,
  rates: { input_tokens: input, output_tokens: output },
  tiers: [],
  markupBasisPoints: 2_000,
});

/** At the first version 10 and 20 pico-USD a token, at the second half of it. */
export const pricedModel = (world: World): Model =>
  modelOf(world, { id: SMALL, prices: [price(1, 10n, 20n), price(2, 5n, 10n)] });

/** Ten tokens each way in October: 300 pico-USD, billed at 360. */
export const callOf = (over: Partial<FakeStandingCall> = {}): FakeStandingCall => ({
  tenantId: CLINIC,
  requestId: CALL_ID,
  modelId: SMALL,
  origin: 'call',
  unheard: false,
  createdAt: OCTOBER.from,
  usage: { inputTokens: 10, cachedInputTokens: 0, outputTokens: 10, reasoningTokens: 0 },
  cost: Money.ofPicos(300n),
  billedAmount: Money.ofPicos(360n),
  estimated: false,
  priceVersion: 1,
  markupBasisPoints: 2_000,
  markupVersion: undefined,
  ...over,
});
