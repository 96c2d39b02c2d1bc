import { DomainError, type PriceComponent, type PriceTier, type Rates } from '@radiant/kernel';
import { isQuotable } from '../price-quote.js';
import { exactPicos } from './exact-picos.js';
import { componentOf, isPriceField, tierOf } from './price-fields.js';

type Fields = Readonly<Record<string, unknown>>;

/** What a price file says of one model. */
export interface FilePrice {
  /** As the file names it, the provider before a slash or not. */
  readonly key: string;
  /** The file's name of the provider. */
  readonly provider: string;
  readonly rates: Rates;
  readonly tiers: readonly PriceTier[];
  /** Why it is no price: undefined when it is one. */
  readonly unknown: UnknownPrice | undefined;
  /** Fields with prices that have no place here: batches, priorities, searches. */
  readonly left: readonly string[];
}

/** `missing`: a side has no price. `zero`: a side costs nothing, which price files write for what they don't know. */
export type UnknownPrice = 'missing' | 'zero';

/** Above which a tier may begin: no prompt is as long. */
const MOST_TOKENS = 1_000_000_000;

/** What models of each mode must have a price of; of other modes it is enough that there is any. */
const NEEDED: Readonly<Record<string, readonly PriceComponent[]>> = {
  chat: ['input_tokens', 'output_tokens'],
  responses: ['input_tokens', 'output_tokens'],
  completion: ['input_tokens', 'output_tokens'],
  embedding: ['input_tokens'],
};

/**
 * The entries of a price file in LiteLLM's form (model_prices_and_context_window.json). @throws DomainError
 * `validation_error` when it is none.
 */
export function readPriceFile(file: unknown): readonly FilePrice[] {
  const entries = Object.entries(asFields(file) ?? {}).filter(([key]) => key !== 'sample_spec');
  const prices = entries.flatMap(([key, value]) => {
    const fields = asFields(value);
    return typeof fields?.['litellm_provider'] === 'string' ? [entry(key, fields['litellm_provider'], fields)] : [];
  });
  if (prices.length > 0) return prices;
  throw new DomainError(
    'validation_error',
    "file must be a price file in LiteLLM's form: models by name, each with litellm_provider",
    {
      field: 'file',
    },
  );
}

function entry(key: string, provider: string, fields: Fields): FilePrice {
  const mode = typeof fields['mode'] === 'string' ? fields['mode'] : '';
  const found = collected(fields, mode);
  for (const range of rangesOf(fields['tiered_pricing'])) take(range.fields, mode, found, range.above);
  const rates = Object.fromEntries(found.rates);
  const needed = NEEDED[mode] ?? [];
  const zero = needed.some((component) => rates[component] === 0n) || (needed.length > 0 && allZero(rates));
  if (mode === 'embedding' && rates['output_tokens'] === undefined) rates['output_tokens'] = 0n;
  const missing = needed.some((component) => rates[component] === undefined) || Object.keys(rates).length === 0;
  return {
    key,
    provider,
    rates,
    tiers: [...found.tiers]
      .map(([aboveInputTokens, tier]) => ({ aboveInputTokens, rates: Object.fromEntries(tier) }))
      .sort((a, b) => a.aboveInputTokens - b.aboveInputTokens),
    unknown: missing ? 'missing' : zero ? 'zero' : undefined,
    left: found.left,
  };
}

interface Found {
  readonly rates: Map<PriceComponent, bigint>;
  readonly tiers: Map<number, Map<PriceComponent, bigint>>;
  readonly left: string[];
}

function collected(fields: Fields, mode: string): Found {
  const found: Found = { rates: new Map(), tiers: new Map(), left: [] };
  take(fields, mode, found, 0);
  return found;
}

/** @param above tokens from which everything in `fields` holds; 0: always. */
function take(fields: Fields, mode: string, found: Found, above: number): void {
  for (const [name, value] of Object.entries(fields)) {
    if (!isPriceField(name)) continue;
    const { base, aboveInputTokens } = tierOf(name);
    const component = componentOf(base, mode);
    const picos = exactPicos(value);
    const isNeeded = component !== undefined && (NEEDED[mode]?.includes(component) ?? false);
    if (component === undefined || picos === undefined || !isQuotable(component, picos)) found.left.push(name);
    else if (aboveInputTokens > MOST_TOKENS) found.left.push(name);
    else if (picos === 0n && !isNeeded && component !== 'output_tokens')
      found.left.push(name); // unknown, not free
    else ratesAbove(found, aboveInputTokens || above).set(component, picos);
  }
}

function ratesAbove({ rates, tiers }: Found, above: number): Map<PriceComponent, bigint> {
  if (above === 0) return rates;
  const known = tiers.get(above) ?? new Map<PriceComponent, bigint>();
  tiers.set(above, known);
  return known;
}

/** `tiered_pricing`: prices by ranges of prompt tokens. */
function rangesOf(value: unknown): { readonly above: number; readonly fields: Fields }[] {
  return (Array.isArray(value) ? value : []).flatMap((tier: unknown) => {
    const fields = asFields(tier);
    const range: unknown = fields?.['range'];
    const above: unknown = Array.isArray(range) ? range[0] : undefined;
    return fields && typeof above === 'number' && Number.isSafeInteger(above) && above >= 0 && above <= MOST_TOKENS
      ? [{ above, fields }]
      : [];
  });
}

const allZero = (rates: Rates): boolean => Object.values(rates).every((picos) => picos === 0n);

const asFields = (value: unknown): Fields | undefined => (isFields(value) ? value : undefined);

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
