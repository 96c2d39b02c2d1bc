import { hasMore, type Page, type PriceComponent, type Slice } from '@radiant/kernel';
import { priceAt, quoteOf, type Model, type Provider } from '@radiant/registry';
import type {
  ModelAnswer,
  ModelSummaryAnswer,
  PricingAnswer,
  ProviderAnswer,
  SliceAnswer,
  ThermalConfigAnswer,
} from './registry-answers.js';

/** @param now decides which price is in force, in ms since 1970. */
export function presentModel(model: Model, now: number): ModelAnswer {
  return {
    ...presentModelSummary(model),
    providerId: model.providerId,
    description: model.description ?? null,
    type: model.type,
    capabilities: model.capabilities,
    contextWindow: model.contextWindow ?? null,
    maxOutputTokens: model.maxOutputTokens ?? null,
    supportsFunctions: model.supportsFunctions,
    supportsVision: model.supportsVision,
    supportsStreaming: model.supportsStreaming,
    hasThinkingMode: model.hasThinkingMode,
    thinkingBudgetTokens: model.thinkingBudgetTokens ?? null,
    pricing: presentPricing(model, now),
    thermalConfig: presentThermalConfig(model),
    releaseDate: model.releaseDate ?? null,
    deprecationDate: model.deprecationDate ?? null,
    createdAt: new Date(model.createdAt).toISOString(),
    updatedAt: new Date(model.updatedAt).toISOString(),
  };
}

export const presentModelSummary = (model: Model): ModelSummaryAnswer => ({
  id: model.id,
  name: model.name,
  displayName: model.displayName,
  specialty: model.specialty,
  status: model.status,
  thermalState: model.thermalState ?? null,
});

export const presentProvider = (provider: Provider): ProviderAnswer => ({
  id: provider.id,
  name: provider.name,
  type: provider.type,
  status: provider.status,
  hipaaCompliant: provider.hipaaCompliant,
  baaAvailable: provider.baaAvailable,
  baseUrl: provider.baseUrl ?? null,
  authType: provider.authType,
  capabilities: provider.capabilities,
  createdAt: new Date(provider.createdAt).toISOString(),
  updatedAt: new Date(provider.updatedAt).toISOString(),
});

export const presentSlice = (slice: Slice, page: Page<unknown>): SliceAnswer => ({
  limit: slice.limit,
  offset: slice.offset,
  total: page.total,
  hasMore: hasMore(slice, page),
});

function presentPricing(model: Model, now: number): PricingAnswer {
  const price = priceAt(model, now);
  if (!price) return {};
  const quote = (component: PriceComponent, times = 1n): string | undefined => {
    const picos = price.rates[component];
    return picos === undefined ? undefined : quoteOf(component, picos * times);
  };
  return {
    inputTokens: quote('input_tokens'),
    cachedInputTokens: quote('cached_input_tokens'),
    outputTokens: quote('output_tokens'),
    perImage: quote('images'),
    perMinuteAudio: quote('audio_seconds', 60n),
    perMinuteVideo: quote('video_seconds', 60n),
    per3DModel: quote('models_3d'),
    billedMarkup: price.markupBasisPoints / 10_000,
  };
}

function presentThermalConfig({ thermalConfig }: Model): ThermalConfigAnswer | null {
  if (!thermalConfig) return null;
  const { state, minInstances, maxInstances, scaleToZeroAfterMinutes, warmupTimeSeconds } = thermalConfig;
  return { state, minInstances, maxInstances, scaleToZeroAfterMinutes, warmupTimeSeconds };
}
