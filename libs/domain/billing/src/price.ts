import { Money } from '@radiant/kernel';
import type { TokenUsage } from './token-usage.js';

/** What one token of each part costs, and what is added for the tenant. Pinned by `version` in every ledger row. */
export interface Price {
  /** Version of the price row, counted from 1 per model. */
  readonly version: number;
  /** Pico-USD per token. */
  readonly inputPicos: bigint;
  readonly cachedInputPicos: bigint;
  readonly outputPicos: bigint;
  readonly reasoningPicos: bigint;
  /** Added to the cost for what is billed; 4000 means 40 %. */
  readonly markupBasisPoints: number;
}

export interface Charge {
  /** What the provider charges. */
  readonly cost: Money;
  /** What the tenant is billed: cost plus markup, half to even at pico-USD. */
  readonly billedAmount: Money;
}

/** The exact charge for `usage` at `price`. */
export function charge(usage: TokenUsage, price: Price): Charge {
  const cost = Money.ofPicos(
    BigInt(usage.inputTokens) * price.inputPicos +
      BigInt(usage.cachedInputTokens) * price.cachedInputPicos +
      BigInt(usage.outputTokens) * price.outputPicos +
      BigInt(usage.reasoningTokens) * price.reasoningPicos,
  );
  return { cost, billedAmount: cost.withMarkup(price.markupBasisPoints) };
}

/** The most that so many tokens can cost: every one at the dearest price of its side. */
export function mostCharge(inputTokens: number, outputTokens: number, price: Price): Charge {
  const dearest: Price = {
    version: price.version,
    inputPicos: larger(price.inputPicos, price.cachedInputPicos),
    cachedInputPicos: 0n,
    outputPicos: larger(price.outputPicos, price.reasoningPicos),
    reasoningPicos: 0n,
    markupBasisPoints: price.markupBasisPoints,
  };
  return charge({ inputTokens, cachedInputTokens: 0, outputTokens, reasoningTokens: 0 }, dearest);
}

const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);
