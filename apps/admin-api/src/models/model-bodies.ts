import { ApiPropertyOptional } from '@nestjs/swagger';
import type { ModelChange, ThermalChange, ThermalConfigFields } from '@radiant/governance';
import {
  ChoiceField,
  Flag,
  FlagField,
  Nested,
  OneOf,
  Text,
  TextField,
  TextListField,
  WholeNumberField,
} from '@radiant/nest-kit';
import { MODEL_STATUSES, MODEL_TYPES, THERMAL_STATES, type ModelStatus, type ModelType } from '@radiant/registry';
import { IsOptional } from 'class-validator';
import { SliceQuery } from '../registry-paging.js';

const MOST_TOKENS = 100_000_000;
const TAKEN_AWAY = { optional: true, nullable: true } as const;

export class ModelsQuery extends SliceQuery {
  @Text()
  readonly provider_id?: string;

  @Text()
  readonly specialty?: string;

  @OneOf(MODEL_STATUSES)
  readonly status?: ModelStatus;

  @OneOf(MODEL_TYPES)
  readonly type?: ModelType;

  @Flag()
  readonly supports_vision?: boolean;

  @Flag()
  readonly supports_streaming?: boolean;
}

export class ThermalConfigBody {
  @ChoiceField(THERMAL_STATES)
  readonly state!: string;

  @WholeNumberField(0, 1_000)
  readonly min_instances!: number;

  @WholeNumberField(1, 1_000)
  readonly max_instances!: number;

  @WholeNumberField(1, 10_080, { optional: true })
  readonly scale_to_zero_after_minutes?: number;

  @WholeNumberField(0, 3_600, { optional: true })
  readonly warmup_time_seconds?: number;
}

/** How a self-hosted model is kept running. */
export class ThermalBody {
  @ChoiceField(THERMAL_STATES, TAKEN_AWAY)
  readonly thermal_state?: string | null;

  @ApiPropertyOptional({ type: ThermalConfigBody, nullable: true, description: 'All of it.' })
  @IsOptional()
  @Nested(() => ThermalConfigBody)
  readonly thermal_config?: ThermalConfigBody | null;
}

export class ModelChangeBody extends ThermalBody {
  @TextField(1, 200, { optional: true, description: 'What the provider calls it. For super administrators.' })
  readonly name?: string;

  @TextField(1, 200, { optional: true })
  readonly display_name?: string;

  @TextField(0, 2_000, TAKEN_AWAY)
  readonly description?: string | null;

  @ChoiceField(MODEL_TYPES, { optional: true })
  readonly type?: string;

  @TextField(1, 200, { optional: true, example: 'general' })
  readonly specialty?: string;

  @TextListField(100, { optional: true, example: ['chat', 'tools'] })
  readonly capabilities?: string[];

  @WholeNumberField(1, MOST_TOKENS, TAKEN_AWAY)
  readonly context_window?: number | null;

  @WholeNumberField(1, MOST_TOKENS, TAKEN_AWAY)
  readonly max_output_tokens?: number | null;

  @FlagField({ optional: true })
  readonly supports_functions?: boolean;

  @FlagField({ optional: true })
  readonly supports_vision?: boolean;

  @FlagField({ optional: true })
  readonly supports_streaming?: boolean;

  @FlagField({ optional: true })
  readonly has_thinking_mode?: boolean;

  @WholeNumberField(1, MOST_TOKENS, TAKEN_AWAY)
  readonly thinking_budget_tokens?: number | null;

  @ChoiceField(MODEL_STATUSES, { optional: true })
  readonly status?: string;

  @TextField(10, 10, { ...TAKEN_AWAY, example: '2026-01-31' })
  readonly release_date?: string | null;

  @TextField(10, 10, { ...TAKEN_AWAY, example: '2027-01-31' })
  readonly deprecation_date?: string | null;
}

export class NewModelBody extends ModelChangeBody {
  @TextField(1, 200, { example: 'example/large' })
  readonly id!: string;

  @TextField(1, 200, { example: 'example' })
  readonly provider_id!: string;

  @TextField(1, 200, { example: 'large-2026', description: 'What the provider calls it.' })
  declare readonly name: string;

  @TextField(1, 200, { example: 'Example Large' })
  declare readonly display_name: string;

  @TextField(1, 200, { example: 'general' })
  declare readonly specialty: string;
}

/** Field by field, under the names of the use cases. */
export const modelChange = (body: ModelChangeBody): ModelChange => ({
  ...thermalChange(body),
  name: body.name,
  displayName: body.display_name,
  description: body.description,
  type: body.type,
  specialty: body.specialty,
  capabilities: body.capabilities,
  contextWindow: body.context_window,
  maxOutputTokens: body.max_output_tokens,
  supportsFunctions: body.supports_functions,
  supportsVision: body.supports_vision,
  supportsStreaming: body.supports_streaming,
  hasThinkingMode: body.has_thinking_mode,
  thinkingBudgetTokens: body.thinking_budget_tokens,
  status: body.status,
  releaseDate: body.release_date,
  deprecationDate: body.deprecation_date,
});

export const thermalChange = ({ thermal_state, thermal_config }: ThermalBody): ThermalChange => ({
  thermalState: thermal_state,
  thermalConfig: thermal_config && thermalConfig(thermal_config),
});

const thermalConfig = (body: ThermalConfigBody): ThermalConfigFields => ({
  state: body.state,
  minInstances: body.min_instances,
  maxInstances: body.max_instances,
  scaleToZeroAfterMinutes: body.scale_to_zero_after_minutes,
  warmupTimeSeconds: body.warmup_time_seconds,
});
