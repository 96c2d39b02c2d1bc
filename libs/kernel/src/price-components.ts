/**
 * Everything that a call can be charged for. What ends in `_tokens` counts tokens, no token in two of them: prompt tokens
 * down to `video_input_tokens`, completion tokens down to `image_output_tokens`. The others count pictures, seconds,
 * three-dimensional models, the call itself, and answers that were kept from an earlier call, which are ours and no provider's.
 */
export const PRICE_COMPONENTS = [
  'input_tokens',
  'cached_input_tokens',
  'cache_write_tokens',
  'cache_write_1h_tokens',
  'audio_input_tokens',
  'image_input_tokens',
  'video_input_tokens',
  'output_tokens',
  'reasoning_tokens',
  'audio_output_tokens',
  'image_output_tokens',
  'images',
  'audio_seconds',
  'video_seconds',
  'models_3d',
  'requests',
  'cache_hits',
] as const;
export type PriceComponent = (typeof PRICE_COMPONENTS)[number];

/** Pico-USD for one unit of each component. What is not there has no price. */
export type Rates = Readonly<Partial<Record<PriceComponent, bigint>>>;

/** Rates that hold for the whole of a call with more prompt tokens than `aboveInputTokens`, in the place of the usual ones. */
export interface PriceTier {
  readonly aboveInputTokens: number;
  readonly rates: Rates;
}

/** Whether the component counts tokens. Prices of tokens are quoted per million, all others per unit. */
export const countsTokens = (component: PriceComponent): boolean => component.endsWith('_tokens');
