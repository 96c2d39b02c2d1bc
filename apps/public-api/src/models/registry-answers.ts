import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { MODEL_STATUSES, MODEL_TYPES, PROVIDER_STATUSES, PROVIDER_TYPES, THERMAL_STATES } from '@radiant/registry';

/** The part of a registry list that an answer holds. */
export class SliceAnswer {
  @ApiProperty({ example: 50 })
  readonly limit!: number;

  @ApiProperty({ example: 0 })
  readonly offset!: number;

  @ApiProperty({ example: 3, description: 'How many match in all.' })
  readonly total!: number;

  @ApiProperty({ example: false })
  readonly hasMore!: boolean;
}

export class PricingAnswer {
  @ApiPropertyOptional({ type: String, example: '0.15', description: 'USD per million tokens, an exact decimal.' })
  readonly inputTokens?: string | undefined;

  @ApiPropertyOptional({ type: String, example: '0.075' })
  readonly cachedInputTokens?: string | undefined;

  @ApiPropertyOptional({ type: String, example: '0.6' })
  readonly outputTokens?: string | undefined;

  @ApiPropertyOptional({ type: String, description: 'USD.' })
  readonly perImage?: string | undefined;

  @ApiPropertyOptional({ type: String })
  readonly perMinuteAudio?: string | undefined;

  @ApiPropertyOptional({ type: String })
  readonly perMinuteVideo?: string | undefined;

  @ApiPropertyOptional({ type: String })
  readonly per3DModel?: string | undefined;

  @ApiPropertyOptional({ example: 0.2, description: 'Share added for the tenant; 0.2 is 20 %.' })
  readonly billedMarkup?: number;
}

export class ThermalConfigAnswer {
  @ApiProperty({ enum: THERMAL_STATES })
  readonly state!: string;

  @ApiProperty({ example: 0 })
  readonly minInstances!: number;

  @ApiProperty({ example: 2 })
  readonly maxInstances!: number;

  @ApiPropertyOptional({ type: Number, example: 15 })
  readonly scaleToZeroAfterMinutes?: number | undefined;

  @ApiPropertyOptional({ type: Number, example: 90 })
  readonly warmupTimeSeconds?: number | undefined;
}

/** A model in the short form of a provider's list. */
export class ModelSummaryAnswer {
  @ApiProperty({ example: 'demo-chat-small' })
  readonly id!: string;

  @ApiProperty({ example: 'demo-chat-small', description: 'What the provider calls it.' })
  readonly name!: string;

  @ApiProperty({ example: 'Demo chat, small (demo)' })
  readonly displayName!: string;

  @ApiProperty({ example: 'general' })
  readonly specialty!: string;

  @ApiProperty({ enum: MODEL_STATUSES })
  readonly status!: string;

  @ApiProperty({ enum: THERMAL_STATES, nullable: true, type: String })
  readonly thermalState!: string | null;
}

export class ModelAnswer extends ModelSummaryAnswer {
  @ApiProperty({ example: 'demo' })
  readonly providerId!: string;

  @ApiProperty({ nullable: true, type: String })
  readonly description!: string | null;

  @ApiProperty({ enum: MODEL_TYPES })
  readonly type!: string;

  @ApiProperty({ example: ['chat'] })
  readonly capabilities!: readonly string[];

  @ApiProperty({ nullable: true, type: Number, example: 128000 })
  readonly contextWindow!: number | null;

  @ApiProperty({ nullable: true, type: Number, example: 16384 })
  readonly maxOutputTokens!: number | null;

  @ApiProperty()
  readonly supportsFunctions!: boolean;

  @ApiProperty()
  readonly supportsVision!: boolean;

  @ApiProperty()
  readonly supportsStreaming!: boolean;

  @ApiProperty()
  readonly hasThinkingMode!: boolean;

  @ApiProperty({ nullable: true, type: Number })
  readonly thinkingBudgetTokens!: number | null;

  @ApiProperty({ description: 'Empty for a model without a price, which is not served.' })
  readonly pricing!: PricingAnswer;

  @ApiProperty({ nullable: true, type: ThermalConfigAnswer })
  readonly thermalConfig!: ThermalConfigAnswer | null;

  @ApiProperty({ nullable: true, type: String, example: '2026-01-01' })
  readonly releaseDate!: string | null;

  @ApiProperty({ nullable: true, type: String })
  readonly deprecationDate!: string | null;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt!: string;

  @ApiProperty({ format: 'date-time' })
  readonly updatedAt!: string;
}

export class ProviderAnswer {
  @ApiProperty({ example: 'demo' })
  readonly id!: string;

  @ApiProperty({ example: 'Demo provider (not a real model)' })
  readonly name!: string;

  @ApiProperty({ enum: PROVIDER_TYPES })
  readonly type!: string;

  @ApiProperty({ enum: PROVIDER_STATUSES })
  readonly status!: string;

  @ApiProperty()
  readonly hipaaCompliant!: boolean;

  @ApiProperty()
  readonly baaAvailable!: boolean;

  @ApiProperty({ nullable: true, type: String })
  readonly baseUrl!: string | null;

  @ApiProperty({ example: 'none' })
  readonly authType!: string;

  @ApiProperty({ example: ['chat'] })
  readonly capabilities!: readonly string[];

  @ApiProperty({ format: 'date-time' })
  readonly createdAt!: string;

  @ApiProperty({ format: 'date-time' })
  readonly updatedAt!: string;
}

export class ModelsAnswer {
  @ApiProperty({ type: [ModelAnswer] })
  readonly models!: readonly ModelAnswer[];

  @ApiProperty()
  readonly pagination!: SliceAnswer;
}

export class OneModelAnswer {
  @ApiProperty()
  readonly model!: ModelAnswer;
}

export class ProvidersAnswer {
  @ApiProperty({ type: [ProviderAnswer] })
  readonly providers!: readonly ProviderAnswer[];

  @ApiProperty()
  readonly pagination!: SliceAnswer;
}

export class OneProviderAnswer {
  @ApiProperty()
  readonly provider!: ProviderAnswer;
}

export class ProviderModelsAnswer {
  @ApiProperty({ example: 'demo' })
  readonly providerId!: string;

  @ApiProperty({ type: [ModelSummaryAnswer] })
  readonly models!: readonly ModelSummaryAnswer[];

  @ApiProperty()
  readonly pagination!: SliceAnswer;
}
