import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { REQUEST_TYPES } from '@radiant/billing';

/** What of the sums has a price of its own, and what else was counted; what is not there is nothing. */
export class UsageDetailAnswer {
  @ApiPropertyOptional({ type: Number, example: 1200, description: 'Of `inputTokens`: written to a cache.' })
  readonly cacheWriteTokens?: number | undefined;

  @ApiPropertyOptional({ type: Number, description: 'Of `inputTokens`: written to a cache for an hour.' })
  readonly cacheWrite1hTokens?: number | undefined;

  @ApiPropertyOptional({ type: Number, description: 'Of `inputTokens`: recordings.' })
  readonly audioInputTokens?: number | undefined;

  @ApiPropertyOptional({ type: Number, description: 'Of `inputTokens`: pictures.' })
  readonly imageInputTokens?: number | undefined;

  @ApiPropertyOptional({ type: Number, description: 'Of `inputTokens`: films.' })
  readonly videoInputTokens?: number | undefined;

  @ApiPropertyOptional({ type: Number, description: 'Of `outputTokens`: speech.' })
  readonly audioOutputTokens?: number | undefined;

  @ApiPropertyOptional({ type: Number, description: 'Of `outputTokens`: pictures.' })
  readonly imageOutputTokens?: number | undefined;

  @ApiPropertyOptional({ type: Number })
  readonly images?: number | undefined;

  @ApiPropertyOptional({ type: Number })
  readonly audioSeconds?: number | undefined;

  @ApiPropertyOptional({ type: Number })
  readonly videoSeconds?: number | undefined;

  @ApiPropertyOptional({ type: Number })
  readonly models3d?: number | undefined;

  @ApiPropertyOptional({ type: Number, example: 1, description: 'The answer was kept from an earlier call.' })
  readonly cacheHits?: number | undefined;
}

export class UsageRecordAnswer {
  @ApiProperty({ format: 'uuid', description: "The reply's `x-request-id`." })
  readonly requestId!: string;

  @ApiProperty({ example: 'demo-chat-small' })
  readonly modelId!: string;

  @ApiProperty({ example: 'demo' })
  readonly providerId!: string;

  @ApiProperty({ example: 21, description: 'Prompt tokens not read from a cache.' })
  readonly inputTokens!: number;

  @ApiProperty({ example: 0 })
  readonly cachedInputTokens!: number;

  @ApiProperty({ example: 9, description: 'Completion tokens without reasoning.' })
  readonly outputTokens!: number;

  @ApiProperty({ example: 0 })
  readonly reasoningTokens!: number;

  @ApiProperty({ example: 30, description: 'Sum of the four.' })
  readonly totalTokens!: number;

  @ApiProperty({ description: 'Parts of the sums that have a price of their own; empty for plain text.' })
  readonly detail!: UsageDetailAnswer;

  @ApiProperty({
    example: '0.00000855',
    description: 'What the provider charges: USD, exact, up to 12 fraction digits.',
  })
  readonly cost!: string;

  @ApiProperty({ example: '0.00001026', description: 'What the tenant is billed: cost and markup.' })
  readonly billedAmount!: string;

  @ApiProperty({ enum: ['USD'], example: 'USD' })
  readonly currency!: 'USD';

  @ApiProperty({
    description: 'The provider sent no usage, or none that can be right, so tokens were counted or cut here.',
  })
  readonly estimated!: boolean;

  @ApiProperty({ example: 1 })
  readonly priceVersion!: number;

  @ApiProperty({
    type: Number,
    nullable: true,
    example: 2000,
    description: 'What was added for the tenant; 2000 is 20 %.',
  })
  readonly markupBasisPoints!: number | null;

  @ApiProperty({
    type: Number,
    nullable: true,
    example: null,
    description: "The version of the tenant's own markup; null where that of the price was added.",
  })
  readonly markupVersion!: number | null;

  @ApiProperty({ enum: [...REQUEST_TYPES] })
  readonly requestType!: string;

  @ApiProperty({ type: [String], example: ['team=cardiology'], description: 'Of `x-radiant-tags`.' })
  readonly tags!: readonly string[];

  @ApiProperty({ example: 12, description: 'From the arrival of the request to the end of the reply, in ms.' })
  readonly latencyMs!: number;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt!: string;
}

export class UsageRecordsAnswer {
  @ApiProperty({ type: [UsageRecordAnswer] })
  readonly records!: readonly UsageRecordAnswer[];
}

export class UsageTotalAnswer {
  @ApiProperty({ example: 2 })
  readonly requests!: number;

  @ApiProperty({ example: 42, description: 'All prompt tokens.' })
  readonly inputTokens!: number;

  @ApiProperty({ example: 18, description: 'All completion tokens.' })
  readonly outputTokens!: number;

  @ApiProperty({ example: '0.0000171' })
  readonly cost!: string;

  @ApiProperty({ example: '0.00002052' })
  readonly billedAmount!: string;
}

export class UsageGroupAnswer extends UsageTotalAnswer {
  @ApiProperty({ example: 'demo-chat-small' })
  readonly key!: string;
}

export class UsageSummaryAnswer {
  @ApiProperty()
  readonly total!: UsageTotalAnswer;

  @ApiProperty({
    type: [UsageGroupAnswer],
    description: 'Dearest first; empty without `group_by`. A call with several tags counts in the group of each.',
  })
  readonly groups!: readonly UsageGroupAnswer[];
}
