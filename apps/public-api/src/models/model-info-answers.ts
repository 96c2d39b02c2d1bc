import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class ModelInfoParams {
  @ApiProperty({ example: 'demo/demo-chat-small', description: "The provider's id and its own name for the model." })
  readonly model!: string;
}

/** Numbers as LiteLLM has them: costs are floats for display, in USD; what is billed is exact. */
export class ModelInfoFacts {
  @ApiProperty({ example: 'demo-chat-small' })
  readonly id!: string;

  @ApiProperty({ example: 'demo' })
  readonly litellm_provider!: string;

  @ApiProperty({ example: 'chat' })
  readonly mode!: string;

  @ApiProperty({ type: Number, nullable: true, example: 16384, description: 'As `max_output_tokens`.' })
  readonly max_tokens!: number | null;

  @ApiProperty({ type: Number, nullable: true, example: 128000 })
  readonly max_input_tokens!: number | null;

  @ApiProperty({ type: Number, nullable: true, example: 16384 })
  readonly max_output_tokens!: number | null;

  @ApiPropertyOptional({ type: Number, example: 1.8e-7 })
  readonly input_cost_per_token?: number | undefined;

  @ApiPropertyOptional({ type: Number, example: 9e-8 })
  readonly cache_read_input_token_cost?: number | undefined;

  @ApiPropertyOptional({ type: Number, example: 7.2e-7 })
  readonly output_cost_per_token?: number | undefined;

  @ApiProperty({ example: true })
  readonly supports_function_calling!: boolean;

  @ApiProperty({ example: false })
  readonly supports_vision!: boolean;

  @ApiProperty({ example: true })
  readonly supports_native_streaming!: boolean;

  @ApiProperty({ example: false })
  readonly supports_reasoning!: boolean;

  @ApiProperty({ example: false, description: '`cache_control` is not forwarded, so a client need not send it.' })
  readonly supports_prompt_caching!: boolean;
}

export class ModelInfo {
  @ApiProperty({ example: 'demo-chat-small', description: 'What a call names.' })
  readonly model_name!: string;

  @ApiProperty({ type: ModelInfoParams })
  readonly litellm_params!: ModelInfoParams;

  @ApiProperty({ type: ModelInfoFacts })
  readonly model_info!: ModelInfoFacts;
}

export class ModelInfoList {
  @ApiProperty({ type: [ModelInfo] })
  readonly data!: readonly ModelInfo[];
}
