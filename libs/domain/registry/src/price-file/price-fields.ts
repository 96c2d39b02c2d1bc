import type { PriceComponent } from '@radiant/kernel';

/** LiteLLM's names (docs.litellm.ai/docs/provider_registration, model_prices_and_context_window.json) to ours. */
const COMPONENTS: Readonly<Record<string, PriceComponent>> = {
  input_cost_per_token: 'input_tokens',
  output_cost_per_token: 'output_tokens',
  cache_read_input_token_cost: 'cached_input_tokens',
  input_cost_per_token_cache_hit: 'cached_input_tokens',
  cache_creation_input_token_cost: 'cache_write_tokens',
  cache_creation_input_token_cost_above_1hr: 'cache_write_1h_tokens',
  input_cost_per_audio_token: 'audio_input_tokens',
  input_cost_per_image_token: 'image_input_tokens',
  output_cost_per_reasoning_token: 'reasoning_tokens',
  output_cost_per_audio_token: 'audio_output_tokens',
  output_cost_per_image_token: 'image_output_tokens',
  output_cost_per_image: 'images',
  output_cost_per_video_per_second: 'video_seconds',
  input_cost_per_request: 'requests',
};

/** What a second is a second of; of other modes it is rented capacity. */
const SECONDS: Readonly<Record<string, Readonly<Record<string, PriceComponent>>>> = {
  audio_transcription: { input_cost_per_second: 'audio_seconds' },
  audio_speech: { output_cost_per_second: 'audio_seconds' },
  video_generation: { output_cost_per_second: 'video_seconds' },
};

const TIER = /^(.+)_above_(\d+)k_tokens$/;

export const isPriceField = (name: string): boolean => /(^|_)cost(_|$)/.test(name);

/** The component that a field prices; undefined: it has no place here. */
export const componentOf = (name: string, mode: string): PriceComponent | undefined =>
  own(COMPONENTS, name) ?? own(own(SECONDS, mode) ?? {}, name);

/** A field's name without its tier, and the tokens above which it holds; 0: always. */
export function tierOf(name: string): { readonly base: string; readonly aboveInputTokens: number } {
  const [, base, thousands] = TIER.exec(name) ?? [];
  return base === undefined
    ? { base: name, aboveInputTokens: 0 }
    : { base, aboveInputTokens: Number(thousands) * 1_000 };
}

const own = <Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;
