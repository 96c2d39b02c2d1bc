import type { Instant, ModelId, PriceTier, ProviderId, Rates } from '@radiant/kernel';

export const MODEL_TYPES = ['external', 'self-hosted'] as const;
export type ModelType = (typeof MODEL_TYPES)[number];

export const MODEL_STATUSES = ['active', 'inactive', 'deprecated', 'coming_soon'] as const;
export type ModelStatus = (typeof MODEL_STATUSES)[number];

export const THERMAL_STATES = ['OFF', 'COLD', 'WARM', 'HOT', 'AUTOMATIC'] as const;
export type ThermalState = (typeof THERMAL_STATES)[number];

/** How a self-hosted model is kept running. */
export interface ThermalConfig {
  readonly state: ThermalState;
  readonly minInstances: number;
  readonly maxInstances: number;
  readonly scaleToZeroAfterMinutes: number | undefined;
  readonly warmupTimeSeconds: number | undefined;
}

/** What a model costs from `effectiveFrom` until it ends or another version takes over, whichever was written first. */
export interface ModelPrice {
  /** Counted from 1 per model; pinned in every usage row. */
  readonly version: number;
  readonly effectiveFrom: Instant;
  /** The first moment at which it is no longer in force: what it covered holds again, if there is anything. */
  readonly effectiveTo: Instant | undefined;
  readonly rates: Rates;
  /** Lowest first. */
  readonly tiers: readonly PriceTier[];
  /** Added to what the provider charges; 4000 means 40 %. */
  readonly markupBasisPoints: number;
  /** Of the tenant's own markup, where a call's route has that in the place of the price's; never in the registry. */
  readonly markupVersion?: number | undefined;
}

export interface Model {
  readonly id: ModelId;
  readonly providerId: ProviderId;
  /** What the provider calls it. */
  readonly name: string;
  readonly displayName: string;
  readonly description: string | undefined;
  readonly type: ModelType;
  readonly specialty: string;
  readonly capabilities: readonly string[];
  /** Tokens. */
  readonly contextWindow: number | undefined;
  readonly maxOutputTokens: number | undefined;
  readonly supportsFunctions: boolean;
  readonly supportsVision: boolean;
  readonly supportsStreaming: boolean;
  readonly hasThinkingMode: boolean;
  readonly thinkingBudgetTokens: number | undefined;
  /** Newest version last. Empty: the model is refused, never free. */
  readonly prices: readonly ModelPrice[];
  readonly thermalState: ThermalState | undefined;
  readonly thermalConfig: ThermalConfig | undefined;
  readonly status: ModelStatus;
  /** Takes no new calls; those under way come to their end. */
  readonly draining: boolean;
  /** Calendar dates, YYYY-MM-DD. */
  readonly releaseDate: string | undefined;
  readonly deprecationDate: string | undefined;
  /** Counts its changes from 1; the ETag. */
  readonly revision: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/**
 * The price in force at `instant`; undefined when none is. Of those that have begun and not ended it is the one that began
 * last, so that one that is written for now leaves those in place that are written for later.
 */
export function priceAt(model: Model, instant: Instant): ModelPrice | undefined {
  let latest: ModelPrice | undefined;
  for (const price of model.prices) {
    const { effectiveFrom, effectiveTo } = price;
    if (effectiveFrom > instant || (effectiveTo !== undefined && effectiveTo <= instant)) continue;
    if (latest === undefined || effectiveFrom >= latest.effectiveFrom) latest = price;
  }
  return latest;
}
