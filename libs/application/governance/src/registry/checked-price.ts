import { PRICE_COMPONENTS, type Instant, type PriceComponent, type PriceTier, type Rates } from '@radiant/kernel';
import { picosOfQuote, priceAt, quoteOf, quoteRule, type Model, type ModelPrice } from '@radiant/registry';
import { moment, type Told } from '../audit-details.js';
import { checkedFuture, checkedInteger, invalid } from '../validation.js';

const MOST_MARKUP = 1_000_000;
const MOST_TIERS = 10;
/** Of the largest context that anybody offers, a hundred times over. */
const LONGEST_PROMPT = 1_000_000_000;

/** USD per million tokens, and per unit of everything else, as decimals. */
export type QuotedRates = Readonly<Partial<Record<PriceComponent, string>>>;

export interface NewPrice {
  /** Cached prompts cost as `input_tokens` and reasoning as `output_tokens` unless it says otherwise. */
  readonly rates: QuotedRates;
  /** For calls with longer prompts; what a tier does not name costs as usual. */
  readonly tiers?: readonly { readonly aboveInputTokens: number; readonly rates: QuotedRates }[];
  /** 4000 is 40 %. As in the version that it takes over from, or none. */
  readonly markupBasisPoints?: number;
  /** Now unless it says otherwise, and never in the past: what was billed stays explained. */
  readonly effectiveFrom?: Instant;
  /** Never unless it says otherwise. */
  readonly effectiveTo?: Instant;
}

/** The next version of the model's price book. @throws DomainError `validation_error` naming the field. */
export function checkedPrice(asked: NewPrice, model: Model, now: Instant): ModelPrice {
  const newest = model.prices.at(-1);
  const rates = withQuotedDefaults(checkedRates('', asked.rates));
  if (Object.values(rates).every((picos) => picos === 0n)) {
    throw invalid('input_tokens', 'above 0 where everything else is 0');
  }
  const effectiveFrom = asked.effectiveFrom ?? now;
  if (!Number.isSafeInteger(effectiveFrom) || effectiveFrom < now) {
    throw invalid('effective_from', 'now or in the future');
  }
  if (asked.effectiveTo !== undefined && checkedFuture('effective_to', asked.effectiveTo, now) <= effectiveFrom) {
    throw invalid('effective_to', 'after effective_from');
  }
  const markup = asked.markupBasisPoints ?? (priceAt(model, effectiveFrom) ?? newest)?.markupBasisPoints ?? 0;
  return {
    version: (newest?.version ?? 0) + 1,
    effectiveFrom,
    effectiveTo: asked.effectiveTo,
    rates,
    tiers: checkedTiers(asked.tiers ?? []),
    markupBasisPoints: checkedInteger('markup_basis_points', markup, 0, MOST_MARKUP),
  };
}

/** Cached prompts cost as prompts, reasoning as answers, where nothing else is said. */
export const withQuotedDefaults = (rates: Rates): Rates => ({
  ...(rates.input_tokens !== undefined && { cached_input_tokens: rates.input_tokens }),
  ...(rates.output_tokens !== undefined && { reasoning_tokens: rates.output_tokens }),
  ...rates,
});

function checkedRates(within: string, quoted: QuotedRates): Rates {
  const rates: Partial<Record<PriceComponent, bigint>> = {};
  for (const component of PRICE_COMPONENTS) {
    const quote = quoted[component];
    if (quote === undefined) continue;
    const picos = picosOfQuote(component, quote);
    if (picos === undefined) throw invalid(`${within}${component}`, quoteRule(component).expected);
    rates[component] = picos;
  }
  return rates;
}

function checkedTiers(asked: NonNullable<NewPrice['tiers']>): readonly PriceTier[] {
  if (asked.length > MOST_TIERS) throw invalid('tiers', `at most ${MOST_TIERS}`);
  const tiers = asked.map(({ aboveInputTokens, rates }, index) => ({
    aboveInputTokens: checkedInteger(`tiers.${index}.above_input_tokens`, aboveInputTokens, 1, LONGEST_PROMPT),
    rates: checkedRates(`tiers.${index}.`, rates),
  }));
  if (tiers.some(({ rates }) => Object.keys(rates).length === 0)) throw invalid('tiers', 'each with a price');
  if (new Set(tiers.map(({ aboveInputTokens }) => aboveInputTokens)).size < tiers.length) {
    throw invalid('tiers', 'each above another number of input tokens');
  }
  return tiers.toSorted((a, b) => a.aboveInputTokens - b.aboveInputTokens);
}

/** What the trail holds of a version, as people quote it. */
export function toldOfPrice(price: ModelPrice): Told {
  return {
    version: price.version,
    effective_from: moment(price.effectiveFrom),
    effective_to: moment(price.effectiveTo),
    ...toldOfRates(price.rates),
    tiers: Object.fromEntries(
      price.tiers.map(({ aboveInputTokens, rates }) => [`above_${aboveInputTokens}`, toldOfRates(rates)]),
    ),
    markup_basis_points: price.markupBasisPoints,
  };
}

const toldOfRates = (rates: Rates): Record<string, string> =>
  Object.fromEntries(
    PRICE_COMPONENTS.flatMap((component) => {
      const picos = rates[component];
      return picos === undefined ? [] : [[component, quoteOf(component, picos)]];
    }),
  );
