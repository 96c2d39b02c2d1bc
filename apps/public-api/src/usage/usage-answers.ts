import { ApiProperty } from '@nestjs/swagger';

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

  @ApiProperty({
    example: '0.00000855',
    description: 'What the provider charges: USD, exact, up to 12 fraction digits.',
  })
  readonly cost!: string;

  @ApiProperty({ example: '0.00001026', description: 'What the tenant is billed: cost and markup.' })
  readonly billedAmount!: string;

  @ApiProperty({ enum: ['USD'], example: 'USD' })
  readonly currency!: 'USD';

  @ApiProperty({ description: 'The provider sent no usage, so the tokens were counted here.' })
  readonly estimated!: boolean;

  @ApiProperty({ example: 1 })
  readonly priceVersion!: number;

  @ApiProperty({ enum: ['chat.completion', 'chat.completion.stream'] })
  readonly requestType!: string;

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

  @ApiProperty({ type: [UsageGroupAnswer], description: 'Dearest first; empty without `group_by`.' })
  readonly groups!: readonly UsageGroupAnswer[];
}
