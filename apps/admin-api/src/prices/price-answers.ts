import { ApiProperty } from '@nestjs/swagger';
import { Money } from '@radiant/kernel';
import type { ModelPrice } from '@radiant/registry';

const TOKENS_OF_A_PRICE = 1_000_000n;

/** One version of a price. */
export class PriceAnswer {
  @ApiProperty({ example: 1, description: 'Pinned in every usage record.' })
  readonly version!: number;

  @ApiProperty({ format: 'date-time', description: 'In force from here on, until a newer version begins.' })
  readonly effectiveFrom!: string;

  @ApiProperty({ example: '0.15', description: 'USD per million tokens, an exact decimal; so are the others.' })
  readonly inputTokens!: string;

  @ApiProperty({ example: '0.075' })
  readonly cachedInputTokens!: string;

  @ApiProperty({ example: '0.6' })
  readonly outputTokens!: string;

  @ApiProperty({ example: '0.6' })
  readonly reasoningTokens!: string;

  @ApiProperty({ example: 2000, description: 'Added for the tenant; 2000 is 20 %.' })
  readonly markupBasisPoints!: number;
}

export const presentPrice = (price: ModelPrice): PriceAnswer => ({
  version: price.version,
  effectiveFrom: new Date(price.effectiveFrom).toISOString(),
  inputTokens: perMillion(price.inputPicos),
  cachedInputTokens: perMillion(price.cachedInputPicos),
  outputTokens: perMillion(price.outputPicos),
  reasoningTokens: perMillion(price.reasoningPicos),
  markupBasisPoints: price.markupBasisPoints,
});

const perMillion = (picos: bigint): string => Money.ofPicos(picos * TOKENS_OF_A_PRICE).toString();
