import { Money, type PriceComponent } from '@radiant/kernel';
import type { ModelPrice } from '@radiant/registry';
import type { ModelInfo } from './model-info-answers.js';
import type { OpenAiModel } from './openai-model-answers.js';
import type { UsableModel } from './usable-models.js';

const MILLION = 1_000_000n;
const MODES: ReadonlyMap<string, string> = new Map([
  ['embedding', 'embedding'],
  ['moderation', 'moderation'],
  ['rerank', 'rerank'],
]);

export const presentUsable = ({ model, price }: UsableModel): OpenAiModel => ({
  id: model.id,
  object: 'model',
  created: Math.floor(model.createdAt / 1000),
  owned_by: model.providerId,
  radiant: {
    display_name: model.displayName,
    context_window: model.contextWindow ?? null,
    max_output_tokens: model.maxOutputTokens ?? null,
    capabilities: model.capabilities,
    supports_functions: model.supportsFunctions,
    supports_vision: model.supportsVision,
    supports_streaming: model.supportsStreaming,
    prices: {
      input_per_million: billedPerMillion(price, 'input_tokens'),
      cached_input_per_million: billedPerMillion(price, 'cached_input_tokens'),
      output_per_million: billedPerMillion(price, 'output_tokens'),
    },
  },
});

/** As LiteLLM describes a model (its proxy's `GET /model/info`). */
export const presentInfo = ({ model, price }: UsableModel): ModelInfo => ({
  model_name: model.id,
  litellm_params: { model: `${model.providerId}/${model.name}` },
  model_info: {
    id: model.id,
    litellm_provider: model.providerId,
    mode: MODES.get(model.specialty) ?? 'chat',
    max_tokens: model.maxOutputTokens ?? null,
    max_input_tokens: model.contextWindow ?? null,
    max_output_tokens: model.maxOutputTokens ?? null,
    input_cost_per_token: perToken(billedPerMillion(price, 'input_tokens')),
    cache_read_input_token_cost: perToken(billedPerMillion(price, 'cached_input_tokens')),
    output_cost_per_token: perToken(billedPerMillion(price, 'output_tokens')),
    supports_function_calling: model.supportsFunctions,
    supports_vision: model.supportsVision,
    supports_native_streaming: model.supportsStreaming,
    supports_reasoning: model.hasThinkingMode,
    supports_prompt_caching: false,
  },
});

/** USD, the markup included. */
function billedPerMillion(price: ModelPrice | undefined, component: PriceComponent): string | undefined {
  const picos = price?.rates[component];
  return price && picos !== undefined
    ? Money.ofPicos(picos * MILLION)
        .withMarkup(price.markupBasisPoints)
        .toString()
    : undefined;
}

/** The nearest float, for display. */
const perToken = (perMillion: string | undefined): number | undefined =>
  perMillion === undefined ? undefined : Number(`${perMillion}e-6`);
