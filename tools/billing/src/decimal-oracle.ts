import { Decimal } from 'decimal.js';
import type { Row } from './random-rows.js';

/** Enough for every digit of every product and sum here: nothing is rounded but where the rule says so. */
const Exact = Decimal.clone({ precision: 80, rounding: Decimal.ROUND_HALF_EVEN });

export interface OracleCharge {
  /** Decimal USD, twelve digits after the point. */
  readonly cost: string;
  readonly billedAmount: string;
}

/**
 * What a call costs by the published rules, worked out in decimal USD by decimal.js and by none of the code under test:
 * each part at its own price, that of the highest tier which the prompt exceeds, and the markup half to even at pico-USD.
 */
export function oracleCharge({ usage, price }: Row): OracleCharge {
  const detail = usage.detail ?? {};
  const prompt = usage.inputTokens + usage.cachedInputTokens;
  const tier = price.tiers
    .filter(({ aboveInputTokens }) => prompt > aboveInputTokens)
    .sort((a, b) => b.aboveInputTokens - a.aboveInputTokens)[0];
  const usd = (component: keyof typeof price.rates): Decimal =>
    new Exact(String(tier?.rates[component] ?? price.rates[component] ?? 0n)).times('1e-12');
  const many = (kind: keyof typeof detail): Decimal => new Exact(detail[kind] ?? 0);

  const text = new Exact(usage.inputTokens)
    .minus(many('cache_write_tokens'))
    .minus(many('cache_write_1h_tokens'))
    .minus(many('audio_input_tokens'))
    .minus(many('image_input_tokens'))
    .minus(many('video_input_tokens'));
  const answer = new Exact(usage.outputTokens).minus(many('audio_output_tokens')).minus(many('image_output_tokens'));
  const cost = text
    .times(usd('input_tokens'))
    .plus(new Exact(usage.cachedInputTokens).times(usd('cached_input_tokens')))
    .plus(many('cache_write_tokens').times(usd('cache_write_tokens')))
    .plus(many('cache_write_1h_tokens').times(usd('cache_write_1h_tokens')))
    .plus(many('audio_input_tokens').times(usd('audio_input_tokens')))
    .plus(many('image_input_tokens').times(usd('image_input_tokens')))
    .plus(many('video_input_tokens').times(usd('video_input_tokens')))
    .plus(answer.times(usd('output_tokens')))
    .plus(new Exact(usage.reasoningTokens).times(usd('reasoning_tokens')))
    .plus(many('audio_output_tokens').times(usd('audio_output_tokens')))
    .plus(many('image_output_tokens').times(usd('image_output_tokens')))
    .plus(many('images').times(usd('images')))
    .plus(many('audio_seconds').times(usd('audio_seconds')))
    .plus(many('video_seconds').times(usd('video_seconds')))
    .plus(many('models_3d').times(usd('models_3d')))
    .plus(detail.cache_hits ? 0 : usd('requests'));
  const billed = cost
    .times(new Exact(1).plus(new Exact(price.markupBasisPoints).div(10_000)))
    .toDecimalPlaces(12, Decimal.ROUND_HALF_EVEN)
    .plus(many('cache_hits').times(new Exact(String(price.rates.cache_hits ?? 0n)).times('1e-12')));
  return { cost: cost.toFixed(12), billedAmount: billed.toFixed(12) };
}
