import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** What the tenant pays, its markup included: USD per million tokens, exact decimals. */
export class OpenAiModelPrices {
  @ApiPropertyOptional({ type: String, example: '0.18' })
  readonly input_per_million?: string | undefined;

  @ApiPropertyOptional({ type: String, example: '0.09' })
  readonly cached_input_per_million?: string | undefined;

  @ApiPropertyOptional({ type: String, example: '0.72' })
  readonly output_per_million?: string | undefined;
}

/** What OpenAI's object has no place for. */
export class OpenAiModelFacts {
  @ApiProperty({ example: 'Demo chat, small (demo)' })
  readonly display_name!: string;

  @ApiProperty({ type: Number, nullable: true, example: 128000, description: 'Tokens.' })
  readonly context_window!: number | null;

  @ApiProperty({ type: Number, nullable: true, example: 16384, description: 'Tokens.' })
  readonly max_output_tokens!: number | null;

  @ApiProperty({ type: [String], example: ['chat', 'tools'] })
  readonly capabilities!: readonly string[];

  @ApiProperty({ example: true })
  readonly supports_functions!: boolean;

  @ApiProperty({ example: false })
  readonly supports_vision!: boolean;

  @ApiProperty({ example: true })
  readonly supports_streaming!: boolean;

  @ApiProperty({
    type: OpenAiModelPrices,
    description: 'What the tenant pays now, its markup included, in USD; exact decimals.',
  })
  readonly prices!: OpenAiModelPrices;
}

export class OpenAiModel {
  @ApiProperty({ example: 'demo-chat-small' })
  readonly id!: string;

  @ApiProperty({ enum: ['model'], example: 'model' })
  readonly object!: 'model';

  @ApiProperty({ example: 1767225600, description: 'Seconds since 1970.' })
  readonly created!: number;

  @ApiProperty({ example: 'demo' })
  readonly owned_by!: string;

  @ApiProperty({ type: OpenAiModelFacts })
  readonly radiant!: OpenAiModelFacts;
}

export class OpenAiModelList {
  @ApiProperty({ enum: ['list'], example: 'list' })
  readonly object!: 'list';

  @ApiProperty({ type: [OpenAiModel] })
  readonly data!: readonly OpenAiModel[];
}
