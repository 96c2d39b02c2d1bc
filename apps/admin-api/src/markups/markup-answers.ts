import { ApiProperty } from '@nestjs/swagger';
import type { TenantMarkup } from '@radiant/billing';
import { shown } from '../moments.js';

export class MarkupAnswer {
  @ApiProperty({ example: 3, description: 'Counted from 1 per tenant; stands in every usage record that it made.' })
  readonly version!: number;

  @ApiProperty({ type: String, nullable: true, example: 'demo-chat-small', description: 'Null: every other model.' })
  readonly modelId!: string | null;

  @ApiProperty({
    type: Number,
    nullable: true,
    example: 1500,
    description: '1500 is 15 %. Null: what was set before ends; that of all models holds, or that of the price.',
  })
  readonly basisPoints!: number | null;

  @ApiProperty({ format: 'date-time', example: '2026-11-01T00:00:00.000Z' })
  readonly effectiveFrom!: string;

  @ApiProperty({ format: 'date-time', example: '2026-10-20T08:00:00.000Z' })
  readonly createdAt!: string;

  @ApiProperty({ example: 'grace' })
  readonly createdBy!: string;
}

export class MarkupsAnswer {
  @ApiProperty({ type: [MarkupAnswer], description: 'By version: what was, is and will be.' })
  readonly markups!: readonly MarkupAnswer[];
}

export const presentMarkup = (markup: TenantMarkup): MarkupAnswer => ({
  version: markup.version,
  modelId: markup.modelId ?? null,
  basisPoints: markup.basisPoints ?? null,
  effectiveFrom: shown(markup.effectiveFrom),
  createdAt: shown(markup.createdAt),
  createdBy: markup.createdBy,
});
