import { ApiProperty } from '@nestjs/swagger';
import type { PriceComponent, PriceTier, Rates } from '@radiant/kernel';
import { quoteOf, type ModelPrice } from '@radiant/registry';
import { shown } from '../moments.js';

const rate = (example?: string, description?: string): PropertyDecorator =>
  ApiProperty({ type: String, nullable: true, example, description });

/** Rates as people quote them; null where there is none. */
class RatesAnswer {
  @rate('0.15', 'USD per million tokens, an exact decimal; so is everything that ends in `Tokens`.')
  readonly inputTokens!: string | null;

  @rate('0.075')
  readonly cachedInputTokens!: string | null;

  @rate()
  readonly cacheWriteTokens!: string | null;

  @rate()
  readonly cacheWrite1hTokens!: string | null;

  @rate()
  readonly audioInputTokens!: string | null;

  @rate()
  readonly imageInputTokens!: string | null;

  @rate()
  readonly videoInputTokens!: string | null;

  @rate('0.6')
  readonly outputTokens!: string | null;

  @rate('0.6')
  readonly reasoningTokens!: string | null;

  @rate()
  readonly audioOutputTokens!: string | null;

  @rate()
  readonly imageOutputTokens!: string | null;

  @rate(undefined, 'USD per picture.')
  readonly images!: string | null;

  @rate(undefined, 'USD per second of sound.')
  readonly audioSeconds!: string | null;

  @rate(undefined, 'USD per second of film.')
  readonly videoSeconds!: string | null;

  @rate(undefined, 'USD per three-dimensional model.')
  readonly models3d!: string | null;

  @rate(undefined, 'USD per call, beside everything else.')
  readonly requests!: string | null;

  @rate(undefined, 'USD per answer that was kept from an earlier call.')
  readonly cacheHits!: string | null;
}

/** What calls with longer prompts cost; null is as usual. */
export class PriceTierAnswer extends RatesAnswer {
  @ApiProperty({ example: 200000, description: 'It holds for calls with more prompt tokens than this.' })
  readonly aboveInputTokens!: number;
}

/** One version of a price. */
export class PriceAnswer extends RatesAnswer {
  @ApiProperty({ example: 1, description: 'Pinned in every usage record.' })
  readonly version!: number;

  @ApiProperty({ format: 'date-time', description: 'In force from here on, until it ends or a newer version begins.' })
  readonly effectiveFrom!: string;

  @ApiProperty({ format: 'date-time', type: String, nullable: true })
  readonly effectiveTo!: string | null;

  @ApiProperty({ type: [PriceTierAnswer], description: 'Lowest first.' })
  readonly tiers!: readonly PriceTierAnswer[];

  @ApiProperty({ example: 2000, description: 'Added to what the provider charges; 2000 is 20 %.' })
  readonly markupBasisPoints!: number;
}

export const presentPrice = (price: ModelPrice): PriceAnswer => ({
  version: price.version,
  effectiveFrom: new Date(price.effectiveFrom).toISOString(),
  effectiveTo: shown(price.effectiveTo),
  ...presentRates(price.rates),
  tiers: price.tiers.map(presentTier),
  markupBasisPoints: price.markupBasisPoints,
});

const presentTier = ({ aboveInputTokens, rates }: PriceTier): PriceTierAnswer => ({
  aboveInputTokens,
  ...presentRates(rates),
});

function presentRates(rates: Rates): RatesAnswer {
  const quote = (component: PriceComponent): string | null => {
    const picos = rates[component];
    return picos === undefined ? null : quoteOf(component, picos);
  };
  return {
    inputTokens: quote('input_tokens'),
    cachedInputTokens: quote('cached_input_tokens'),
    cacheWriteTokens: quote('cache_write_tokens'),
    cacheWrite1hTokens: quote('cache_write_1h_tokens'),
    audioInputTokens: quote('audio_input_tokens'),
    imageInputTokens: quote('image_input_tokens'),
    videoInputTokens: quote('video_input_tokens'),
    outputTokens: quote('output_tokens'),
    reasoningTokens: quote('reasoning_tokens'),
    audioOutputTokens: quote('audio_output_tokens'),
    imageOutputTokens: quote('image_output_tokens'),
    images: quote('images'),
    audioSeconds: quote('audio_seconds'),
    videoSeconds: quote('video_seconds'),
    models3d: quote('models_3d'),
    requests: quote('requests'),
    cacheHits: quote('cache_hits'),
  };
}
