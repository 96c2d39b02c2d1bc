import { ApiPropertyOptional } from '@nestjs/swagger';
import { EachNested, MomentField, PatternField, WholeNumberField } from '@radiant/nest-kit';
import type { NewPrice, QuotedRates } from '@radiant/governance';
import { PRICE_COMPONENTS } from '@radiant/kernel';
import { PRICE_QUOTES } from '@radiant/registry';
import { ArrayMaxSize, IsArray, IsOptional } from 'class-validator';
import { optionalInstant } from '../moments.js';

const perMillion = (options: { optional?: boolean; example?: string; description?: string }): PropertyDecorator =>
  PatternField(PRICE_QUOTES.tokens.pattern, PRICE_QUOTES.tokens.expected, options);
const perUnit = (description: string): PropertyDecorator =>
  PatternField(PRICE_QUOTES.units.pattern, PRICE_QUOTES.units.expected, { optional: true, description });

/** Every component but plain prompt and answer. */
class FurtherRatesBody {
  @perMillion({ optional: true, description: 'Read from the cache of the provider; as `input_tokens` without it.' })
  readonly cached_input_tokens?: string;

  @perMillion({ optional: true, description: 'Written to its cache.' })
  readonly cache_write_tokens?: string;

  @perMillion({ optional: true, description: 'Written to its cache for an hour; as `cache_write_tokens` without it.' })
  readonly cache_write_1h_tokens?: string;

  @perMillion({ optional: true, description: 'Recordings; refused without it.' })
  readonly audio_input_tokens?: string;

  @perMillion({ optional: true, description: 'Pictures; as `input_tokens` without it.' })
  readonly image_input_tokens?: string;

  @perMillion({ optional: true, description: 'Films; as `input_tokens` without it.' })
  readonly video_input_tokens?: string;

  @perMillion({ optional: true, description: 'As `output_tokens` without it.' })
  readonly reasoning_tokens?: string;

  @perMillion({ optional: true, description: 'Speech.' })
  readonly audio_output_tokens?: string;

  @perMillion({ optional: true, description: 'Pictures, counted in tokens.' })
  readonly image_output_tokens?: string;

  @perUnit('USD per picture.')
  readonly images?: string;

  @perUnit('USD per second of sound.')
  readonly audio_seconds?: string;

  @perUnit('USD per second of film.')
  readonly video_seconds?: string;

  @perUnit('USD per three-dimensional model.')
  readonly models_3d?: string;

  @perUnit('USD per call, beside everything else.')
  readonly requests?: string;

  @perUnit(
    'USD per answer that was kept from an earlier call; nothing without it. No markup is added, no tier changes it.',
  )
  readonly cache_hits?: string;
}

/** What calls with longer prompts cost; what it does not name costs as usual. */
export class PriceTierBody extends FurtherRatesBody {
  @WholeNumberField(1, 1_000_000_000, {
    example: 200_000,
    description: 'It holds for the whole of a call with more prompt tokens than this, cached ones included.',
  })
  readonly above_input_tokens!: number;

  @perMillion({ optional: true, example: '2.5' })
  readonly input_tokens?: string;

  @perMillion({ optional: true, example: '15' })
  readonly output_tokens?: string;
}

export class NewPriceBody extends FurtherRatesBody {
  @perMillion({ example: '0.15', description: 'USD per million tokens; so is everything that ends in `_tokens`.' })
  readonly input_tokens!: string;

  @perMillion({ example: '0.6' })
  readonly output_tokens!: string;

  @ApiPropertyOptional({ type: [PriceTierBody] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10)
  @EachNested(() => PriceTierBody)
  readonly tiers?: PriceTierBody[];

  @WholeNumberField(0, 1_000_000, {
    optional: true,
    description: 'Added to what the provider charges; 2000 is 20 %. As in the version before without it.',
  })
  readonly markup_basis_points?: number;

  @MomentField({ optional: true, description: 'Now without it; never in the past.' })
  readonly effective_from?: string;

  @MomentField({
    optional: true,
    description:
      'The first moment at which it no longer holds; then the version before it does again. Never without it.',
  })
  readonly effective_to?: string;
}

export const newPriceOf = (body: NewPriceBody): NewPrice => ({
  rates: ratesOf(body),
  tiers: body.tiers?.map((tier) => ({ aboveInputTokens: tier.above_input_tokens, rates: ratesOf(tier) })),
  markupBasisPoints: body.markup_basis_points,
  effectiveFrom: optionalInstant(body.effective_from),
  effectiveTo: optionalInstant(body.effective_to),
});

const ratesOf = (body: QuotedRates): QuotedRates =>
  Object.fromEntries(PRICE_COMPONENTS.map((component) => [component, body[component]]));
