import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { MODEL_STATUSES, MODEL_TYPES, THERMAL_STATES, type Model, type ThermalConfig } from '@radiant/registry';
import { SliceAnswer } from '../registry-paging.js';
import { PriceAnswer, presentPrice } from '../prices/price-answers.js';

class ThermalConfigAnswer {
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

/** A model as administrators see it, with its whole price book. */
export class ModelAnswer {
  @ApiProperty({ example: 'example/large' })
  readonly id!: string;

  @ApiProperty({ example: 'example' })
  readonly providerId!: string;

  @ApiProperty({ example: 'large-2026', description: 'What the provider calls it.' })
  readonly name!: string;

  @ApiProperty({ example: 'Example Large' })
  readonly displayName!: string;

  @ApiProperty({ nullable: true, type: String })
  readonly description!: string | null;

  @ApiProperty({ enum: MODEL_TYPES })
  readonly type!: string;

  @ApiProperty({ example: 'general' })
  readonly specialty!: string;

  @ApiProperty({ example: ['chat'] })
  readonly capabilities!: readonly string[];

  @ApiProperty({ nullable: true, type: Number, example: 200000 })
  readonly contextWindow!: number | null;

  @ApiProperty({ nullable: true, type: Number, example: 32000 })
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

  @ApiProperty({ type: [PriceAnswer], description: 'Oldest version first. Empty: the model is refused, not free.' })
  readonly prices!: readonly PriceAnswer[];

  @ApiProperty({ enum: THERMAL_STATES, nullable: true, type: String })
  readonly thermalState!: string | null;

  @ApiProperty({ nullable: true, type: ThermalConfigAnswer })
  readonly thermalConfig!: ThermalConfigAnswer | null;

  @ApiProperty({ enum: MODEL_STATUSES })
  readonly status!: string;

  @ApiProperty({ description: 'Takes no new calls; those under way come to their end.' })
  readonly draining!: boolean;

  @ApiProperty({ nullable: true, type: String, example: '2026-01-31' })
  readonly releaseDate!: string | null;

  @ApiProperty({ nullable: true, type: String })
  readonly deprecationDate!: string | null;

  @ApiProperty({ example: 1, description: 'Counts its changes; the ETag.' })
  readonly revision!: number;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt!: string;

  @ApiProperty({ format: 'date-time' })
  readonly updatedAt!: string;
}

export class OneModelAnswer {
  @ApiProperty()
  readonly model!: ModelAnswer;
}

export class ModelsAnswer {
  @ApiProperty({ type: [ModelAnswer] })
  readonly models!: readonly ModelAnswer[];

  @ApiProperty()
  readonly pagination!: SliceAnswer;
}

export const presentModel = (model: Model): ModelAnswer => ({
  id: model.id,
  providerId: model.providerId,
  name: model.name,
  displayName: model.displayName,
  description: model.description ?? null,
  type: model.type,
  specialty: model.specialty,
  capabilities: model.capabilities,
  contextWindow: model.contextWindow ?? null,
  maxOutputTokens: model.maxOutputTokens ?? null,
  supportsFunctions: model.supportsFunctions,
  supportsVision: model.supportsVision,
  supportsStreaming: model.supportsStreaming,
  hasThinkingMode: model.hasThinkingMode,
  thinkingBudgetTokens: model.thinkingBudgetTokens ?? null,
  prices: model.prices.map(presentPrice),
  thermalState: model.thermalState ?? null,
  thermalConfig: model.thermalConfig === undefined ? null : presentThermalConfig(model.thermalConfig),
  status: model.status,
  draining: model.draining,
  releaseDate: model.releaseDate ?? null,
  deprecationDate: model.deprecationDate ?? null,
  revision: model.revision,
  createdAt: new Date(model.createdAt).toISOString(),
  updatedAt: new Date(model.updatedAt).toISOString(),
});

const presentThermalConfig = (config: ThermalConfig): ThermalConfigAnswer => ({
  state: config.state,
  minInstances: config.minInstances,
  maxInstances: config.maxInstances,
  scaleToZeroAfterMinutes: config.scaleToZeroAfterMinutes,
  warmupTimeSeconds: config.warmupTimeSeconds,
});
