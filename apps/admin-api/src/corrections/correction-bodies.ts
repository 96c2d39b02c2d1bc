import { CORRECTION_REASONS, type TokenUsage, type UsageDetail } from '@radiant/billing';
import type { AskedCorrection } from '@radiant/governance';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { ChoiceField, OptionalNested, PatternField, TextField, UuidField, WholeNumberField } from '@radiant/nest-kit';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MOST = 50_000_000;
const Count = (optional = false): PropertyDecorator => WholeNumberField(0, MOST, { optional });

/** What of the sums has a price of its own, and what else was counted. */
class UsageDetailBody implements Partial<Record<UsageDetail, number>> {
  @Count(true)
  readonly cache_write_tokens?: number;

  @Count(true)
  readonly cache_write_1h_tokens?: number;

  @Count(true)
  readonly audio_input_tokens?: number;

  @Count(true)
  readonly image_input_tokens?: number;

  @Count(true)
  readonly video_input_tokens?: number;

  @Count(true)
  readonly audio_output_tokens?: number;

  @Count(true)
  readonly image_output_tokens?: number;

  @Count(true)
  readonly images?: number;

  @Count(true)
  readonly audio_seconds?: number;

  @Count(true)
  readonly video_seconds?: number;

  @Count(true)
  readonly models_3d?: number;
}

/** Four sums that never overlap. */
class CorrectedUsageBody {
  @Count()
  readonly input_tokens!: number;

  @Count()
  readonly cached_input_tokens!: number;

  @Count()
  readonly output_tokens!: number;

  @Count()
  readonly reasoning_tokens!: number;

  @ApiPropertyOptional({ type: UsageDetailBody })
  @OptionalNested(() => UsageDetailBody)
  readonly detail?: UsageDetailBody;
}

export class CorrectionPreviewBody {
  @UuidField({ description: 'Whose calls.' })
  readonly tenant_id!: string;

  @ChoiceField(CORRECTION_REASONS, { description: 'A closed list: nothing is written that could be about a patient.' })
  readonly reason!: string;

  @UuidField({ optional: true, description: 'One call, with `usage`, `price_version` or both.' })
  readonly request_id?: string;

  @ApiPropertyOptional({
    type: CorrectedUsageBody,
    description: 'What the call used indeed; in place of all that stood.',
  })
  @OptionalNested(() => CorrectedUsageBody)
  readonly usage?: CorrectedUsageBody;

  @TextField(1, 200, {
    optional: true,
    example: 'demo-chat-small',
    description: 'In the place of one call: all of a model in the period, at `price_version`.',
  })
  readonly model_id?: string;

  @PatternField(/^\d{4}-\d{2}$/, 'a month such as 2026-10', {
    optional: true,
    example: '2026-10',
    description: "A calendar month in the tenant's time zone.",
  })
  readonly month?: string;

  @PatternField(DAY, 'a day such as 2026-10-01', {
    optional: true,
    description: "In the place of a month: the first day, in the tenant's time zone,",
  })
  readonly from?: string;

  @PatternField(DAY, 'a day such as 2026-10-16', { optional: true, description: 'and the first day after it.' })
  readonly to?: string;

  @WholeNumberField(1, 2 ** 31 - 1, {
    optional: true,
    example: 2,
    description: "A version of the model's price; without it that of the call.",
  })
  readonly price_version?: number;
}

export class CorrectionBody extends CorrectionPreviewBody {
  @UuidField({ description: 'Your own: the same id and question again change nothing and are answered alike.' })
  readonly id!: string;

  @WholeNumberField(0, Number.MAX_SAFE_INTEGER, {
    description: '`calls` of the preview; refused (412) if it is another.',
  })
  readonly expected_calls!: number;

  @PatternField(/^\d{1,16}(\.\d{1,12})?$/, 'decimal USD, as billedAfter of the preview', {
    example: '0.0000612375',
    description: '`billedAfter` of the preview; refused (412) if it is another.',
  })
  readonly expected_billed!: string;
}

export const askedCorrection = (body: CorrectionPreviewBody): AskedCorrection => ({
  reason: body.reason,
  requestId: body.request_id,
  usage: body.usage && usageOf(body.usage),
  modelId: body.model_id,
  month: body.month,
  from: body.from,
  to: body.to,
  priceVersion: body.price_version,
});

const usageOf = (body: CorrectedUsageBody): TokenUsage => ({
  inputTokens: body.input_tokens,
  cachedInputTokens: body.cached_input_tokens,
  outputTokens: body.output_tokens,
  reasoningTokens: body.reasoning_tokens,
  ...(body.detail && { detail: detailOf(body.detail) }),
});

const detailOf = (body: UsageDetailBody): NonNullable<TokenUsage['detail']> => ({
  cache_write_tokens: body.cache_write_tokens ?? 0,
  cache_write_1h_tokens: body.cache_write_1h_tokens ?? 0,
  audio_input_tokens: body.audio_input_tokens ?? 0,
  image_input_tokens: body.image_input_tokens ?? 0,
  video_input_tokens: body.video_input_tokens ?? 0,
  audio_output_tokens: body.audio_output_tokens ?? 0,
  image_output_tokens: body.image_output_tokens ?? 0,
  images: body.images ?? 0,
  audio_seconds: body.audio_seconds ?? 0,
  video_seconds: body.video_seconds ?? 0,
  models_3d: body.models_3d ?? 0,
});
