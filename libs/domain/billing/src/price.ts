import { DomainError, Money, PRICE_COMPONENTS, type PriceComponent, type PriceTier, type Rates } from '@radiant/kernel';
import { INPUT_DETAILS, OUTPUT_DETAILS, partsOf, type TokenUsage } from './token-usage.js';

/** What one unit of each component costs, and what is added for the tenant. Pinned by `version` in every ledger row. */
export interface Price {
  /** Version of the price row, counted from 1 per model. */
  readonly version: number;
  readonly rates: Rates;
  /** Other rates for calls with long prompts, lowest first; what a tier does not name costs as usual. */
  readonly tiers: readonly PriceTier[];
  /** Added to the cost for what is billed; 4000 means 40 %. */
  readonly markupBasisPoints: number;
  /** Of the tenant's own markup, where that stands in the place of the price's. */
  readonly markupVersion?: number | undefined;
}

export interface Charge {
  /** What the provider charges. */
  readonly cost: Money;
  /** What the tenant is billed: cost plus markup, half to even at pico-USD, and what kept answers cost. */
  readonly billedAmount: Money;
  /** Components that had no rate and were counted at the dearest of their side (text: of its text), so that nothing is free. */
  readonly assumed: readonly PriceComponent[];
}

/** Tokens of the prompt and of the answer, by what they cost. */
const INPUT_SIDE: readonly PriceComponent[] = ['input_tokens', 'cached_input_tokens', ...INPUT_DETAILS];
const OUTPUT_SIDE: readonly PriceComponent[] = ['output_tokens', 'reasoning_tokens', ...OUTPUT_DETAILS];

/** Those of them that are text: read from a cache or written to it for the usual while, or not. */
const TEXTS: readonly (readonly PriceComponent[])[] = [
  ['input_tokens', 'cached_input_tokens', 'cache_write_tokens'],
  ['output_tokens', 'reasoning_tokens'],
];

/** What has the price of something else where it has none of its own, as providers quote it. */
const QUOTED_AS: Readonly<Partial<Record<PriceComponent, PriceComponent>>> = {
  cached_input_tokens: 'input_tokens',
  image_input_tokens: 'input_tokens',
  video_input_tokens: 'input_tokens',
  cache_write_1h_tokens: 'cache_write_tokens',
  reasoning_tokens: 'output_tokens',
};

/**
 * The exact charge for `usage` at `price`. @throws DomainError `model_not_priced` when something was used that neither has
 * a rate nor a side with one; RangeError for a count that is no whole number.
 */
export function charge(usage: TokenUsage, price: Price): Charge {
  const rates = ratesFor(price, usage.inputTokens + usage.cachedInputTokens);
  const assumed: PriceComponent[] = [];
  let picos = 0n;
  const parts = partsOf(usage);
  for (const component of PRICE_COMPONENTS) {
    const count = parts[component];
    if (count === undefined || component === 'cache_hits') continue;
    const rate = component === 'requests' ? (rates.requests ?? 0n) : quotedRate(component, rates);
    if (rate === undefined) assumed.push(component);
    picos += BigInt(count) * (rate ?? assumedRate(component, rates));
  }
  const cost = Money.ofPicos(picos);
  return { cost, billedAmount: cost.withMarkup(price.markupBasisPoints).plus(chargeOfHits(usage, price)), assumed };
}

/** What is billed for answers kept from earlier calls: our own price, so no provider charges it and no markup is added. */
export function chargeOfHits({ detail }: TokenUsage, { rates }: Price): Money {
  return Money.ofPicos(BigInt(detail?.cache_hits ?? 0) * (rates.cache_hits ?? 0n));
}

/**
 * The most that so many tokens can cost: every one as the dearest kind of its side, in the dearest tier that the prompt can
 * reach. @param never components that the call can't have.
 */
export function mostCharge(
  inputTokens: number,
  outputTokens: number,
  price: Price,
  never: readonly PriceComponent[] = [],
): Charge {
  const reachable = [price.rates, ...price.tiers.filter(isBelow(inputTokens)).map((tier) => merged(price, tier))];
  const most = (side: readonly PriceComponent[], tokens: number): bigint => {
    if (tokens === 0) return 0n;
    const possible = side.filter((component) => !never.includes(component));
    const rates = reachable.flatMap((each) => {
      if (dearest(possible, each) === undefined) return unpriced(side[0] ?? 'input_tokens');
      return possible.map((component) => quotedRate(component, each) ?? assumedRate(component, each));
    });
    return BigInt(tokens) * rates.reduce(larger);
  };
  const requests = reachable.map((each) => each.requests ?? 0n).reduce(larger);
  const cost = Money.ofPicos(most(INPUT_SIDE, inputTokens) + most(OUTPUT_SIDE, outputTokens) + requests);
  return { cost, billedAmount: cost.withMarkup(price.markupBasisPoints), assumed: [] };
}

/** The rates that hold for a call with so many prompt tokens, cached ones included. */
export function ratesFor(price: Price, promptTokens: number): Rates {
  if (price.tiers.length === 0) return price.rates; // the most of them
  const tier = price.tiers.findLast(isBelow(promptTokens));
  return tier ? merged(price, tier) : price.rates;
}

const isBelow =
  (promptTokens: number) =>
  ({ aboveInputTokens }: PriceTier): boolean =>
    aboveInputTokens < promptTokens;

const merged = ({ rates }: Price, tier: PriceTier): Rates => ({ ...rates, ...tier.rates });

function quotedRate(component: PriceComponent, rates: Rates): bigint | undefined {
  const own = rates[component];
  if (own !== undefined) return own;
  const other = QUOTED_AS[component];
  return other && rates[other];
}

function assumedRate(component: PriceComponent, rates: Rates): bigint {
  const text = TEXTS.find((kinds) => kinds.includes(QUOTED_AS[component] ?? component)) ?? [];
  return dearest(text, rates) ?? dearest(sideOf(component), rates) ?? unpriced(component);
}

const sideOf = (component: PriceComponent): readonly PriceComponent[] =>
  [INPUT_SIDE, OUTPUT_SIDE].find((side) => side.includes(component)) ?? [];

function dearest(side: readonly PriceComponent[], rates: Rates): bigint | undefined {
  const known = side.flatMap((component) => rates[component] ?? []);
  return known.length === 0 ? undefined : known.reduce(larger);
}

const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);

function unpriced(component: PriceComponent): never {
  throw new DomainError('model_not_priced', `this model has no price for ${component} and so is not served`);
}
