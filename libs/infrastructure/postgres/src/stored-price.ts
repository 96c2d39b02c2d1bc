import { DomainError, PRICE_COMPONENTS, type PriceComponent, type PriceTier, type Rates } from '@radiant/kernel';
import type { ModelPrice } from '@radiant/registry';
import type { ModelPriceRow } from './registry-rows.js';

/** Components that have a column; the others stand in `other_rates`. */
const COLUMNS: ReadonlySet<PriceComponent> = new Set<PriceComponent>([
  'input_tokens',
  'cached_input_tokens',
  'output_tokens',
  'reasoning_tokens',
]);

const AMOUNT = /^\d{1,19}$/;

/** @throws DomainError `service_unavailable` when the row is not valid. */
export const storedPrice = (row: ModelPriceRow): ModelPrice => ({
  version: row.version,
  effectiveFrom: row.effectiveFrom.getTime(),
  effectiveTo: row.effectiveTo?.getTime(),
  rates: {
    ...(row.inputPicos !== null && { input_tokens: row.inputPicos }),
    ...(row.cachedInputPicos !== null && { cached_input_tokens: row.cachedInputPicos }),
    ...(row.outputPicos !== null && { output_tokens: row.outputPicos }),
    ...(row.reasoningPicos !== null && { reasoning_tokens: row.reasoningPicos }),
    ...storedRates(row.otherRates),
  },
  tiers: storedTiers(row.tiers),
  markupBasisPoints: row.markupBasisPoints,
});

/** The row of a price, as it is written. */
export const priceRow = (price: ModelPrice): Omit<ModelPriceRow, 'modelId' | 'createdAt'> => ({
  version: price.version,
  effectiveFrom: new Date(price.effectiveFrom),
  effectiveTo: price.effectiveTo === undefined ? null : new Date(price.effectiveTo),
  inputPicos: price.rates.input_tokens ?? null,
  cachedInputPicos: price.rates.cached_input_tokens ?? null,
  outputPicos: price.rates.output_tokens ?? null,
  reasoningPicos: price.rates.reasoning_tokens ?? null,
  otherRates: ratesRecord(price.rates, (component) => !COLUMNS.has(component)),
  tiers: tiersRecord(price.tiers),
  markupBasisPoints: price.markupBasisPoints,
});

/** Amounts as decimal strings: a JSON number would be read as a float. */
export const ratesRecord = (
  rates: Rates,
  wanted: (component: PriceComponent) => boolean = () => true,
): Record<string, string> =>
  Object.fromEntries(
    PRICE_COMPONENTS.filter(wanted).flatMap((component) => {
      const picos = rates[component];
      return picos === undefined ? [] : [[component, picos.toString()]];
    }),
  );

export const tiersRecord = (tiers: readonly PriceTier[]): object[] =>
  tiers.map(({ aboveInputTokens, rates }) => ({ above_input_tokens: aboveInputTokens, rates: ratesRecord(rates) }));

/** @throws DomainError `service_unavailable` when it holds anything else. */
export function storedRates(stored: unknown): Rates {
  const rates: Partial<Record<PriceComponent, bigint>> = {};
  for (const [name, picos] of Object.entries(fields(stored))) {
    const component = PRICE_COMPONENTS.find((known) => known === name);
    if (component === undefined || typeof picos !== 'string' || !AMOUNT.test(picos)) throw invalid();
    rates[component] = BigInt(picos);
  }
  return rates;
}

/** @throws DomainError `service_unavailable` when it holds anything else. */
export function storedTiers(stored: unknown): PriceTier[] {
  if (!Array.isArray(stored)) throw invalid();
  return stored.map((tier: unknown) => {
    const { above_input_tokens: aboveInputTokens, rates }: Record<string, unknown> = { ...fields(tier) };
    if (typeof aboveInputTokens !== 'number' || !Number.isSafeInteger(aboveInputTokens)) throw invalid();
    return { aboveInputTokens, rates: storedRates(rates) };
  });
}

const fields = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});

const invalid = (): DomainError => new DomainError('service_unavailable', 'a stored price is not valid');
