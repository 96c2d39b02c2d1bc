import {
  PRICE_COMPONENTS,
  type Instant,
  type ModelId,
  type PriceComponent,
  type PriceTier,
  type Rates,
} from '@radiant/kernel';
import { priceAt, type Model, type ModelPrice } from '../model.js';
import type { FilePrice, UnknownPrice } from './read-price-file.js';

/** What a price file says of a model of the registry. */
export interface PriceProposal {
  readonly modelId: ModelId;
  /** As the file names it. */
  readonly key: string;
  /** The newest version that there was, in force or not; undefined: the model never had a price. */
  readonly comparedWith: number | undefined;
  readonly change: 'new' | 'changed' | 'unknown' | 'unchanged';
  readonly unknown: UnknownPrice | undefined;
  readonly rates: Rates;
  readonly tiers: readonly PriceTier[];
  readonly differences: readonly PriceDifference[];
}

export interface PriceDifference {
  readonly component: PriceComponent;
  /** 0: the usual rates. */
  readonly aboveInputTokens: number;
  /** Pico-USD per unit; undefined: there is none. */
  readonly before: bigint | undefined;
  readonly after: bigint | undefined;
  /** Basis points of `before`, towards zero; undefined where there is nothing to compare. */
  readonly basisPoints: number | undefined;
}

export interface PriceComparison {
  /** By model id. */
  readonly proposals: readonly PriceProposal[];
  /** How many entries of the file are about no model of the registry. */
  readonly unlisted: number;
}

/**
 * What a price file would change of the prices that are in force at `now`. Nothing but a person changes them.
 * A model whose prices have ended is new.
 */
export function comparePrices(models: readonly Model[], file: readonly FilePrice[], now: Instant): PriceComparison {
  const byKey = new Map(file.map((entry) => [entry.key, entry]));
  const proposals = models.flatMap((model) => {
    const entry = entryOf(model, byKey);
    return entry ? [compared(model, entry, now)] : [];
  });
  const used = new Set(proposals.map(({ key }) => key));
  return {
    proposals: proposals.sort((a, b) => (a.modelId < b.modelId ? -1 : 1)),
    unlisted: file.filter(({ key }) => !used.has(key)).length,
  };
}

/** By the model's id, or by its name at the provider; the provider must be the same, for prices differ by it. */
function entryOf({ id, name, providerId }: Model, byKey: ReadonlyMap<string, FilePrice>): FilePrice | undefined {
  const prefix = `${providerId}/`;
  return [id, prefix + name, name, name.startsWith(prefix) ? name.slice(prefix.length) : name]
    .flatMap((key) => byKey.get(key) ?? [])
    .find(({ provider }) => provider === providerId || provider.startsWith(`${providerId}_`));
}

function compared(model: Model, entry: FilePrice, now: Instant): PriceProposal {
  const current = priceAt(model, now);
  const differences = entry.unknown === undefined ? differencesOf(current, entry) : [];
  const change =
    entry.unknown !== undefined
      ? 'unknown'
      : current === undefined
        ? 'new'
        : differences.length > 0
          ? 'changed'
          : 'unchanged';
  return {
    modelId: model.id,
    key: entry.key,
    comparedWith: model.prices.at(-1)?.version,
    change,
    unknown: entry.unknown,
    rates: entry.rates,
    tiers: entry.tiers,
    differences,
  };
}

function differencesOf(before: ModelPrice | undefined, after: FilePrice): readonly PriceDifference[] {
  const levels = new Set([
    0,
    ...[...(before?.tiers ?? []), ...after.tiers].map(({ aboveInputTokens }) => aboveInputTokens),
  ]);
  return [...levels]
    .sort((a, b) => a - b)
    .flatMap((level) => {
      const old = level === 0 ? quoted(before?.rates ?? {}) : ratesAt(before?.tiers ?? [], level);
      const now = level === 0 ? quoted(after.rates) : ratesAt(after.tiers, level);
      return PRICE_COMPONENTS.filter((component) => old[component] !== now[component]).map((component) =>
        difference(component, level, old[component], now[component]),
      );
    });
}

/** A book that quotes cached prompts and reasoning as what they are part of says the same as one that leaves them out. */
const quoted = (rates: Rates): Rates => ({
  ...(rates.input_tokens !== undefined && { cached_input_tokens: rates.input_tokens }),
  ...(rates.output_tokens !== undefined && { reasoning_tokens: rates.output_tokens }),
  ...rates,
});

const ratesAt = (tiers: readonly PriceTier[], level: number): Rates =>
  tiers.find(({ aboveInputTokens }) => aboveInputTokens === level)?.rates ?? {};

const difference = (
  component: PriceComponent,
  aboveInputTokens: number,
  before: bigint | undefined,
  after: bigint | undefined,
): PriceDifference => ({
  component,
  aboveInputTokens,
  before,
  after,
  basisPoints:
    before === undefined || after === undefined || before === 0n
      ? undefined
      : Number(((after - before) * 10_000n) / before),
});
