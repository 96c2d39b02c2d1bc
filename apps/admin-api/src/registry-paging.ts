import { ApiProperty } from '@nestjs/swagger';
import { hasMore, type Page, type Slice } from '@radiant/kernel';
import { WholeNumber } from '@radiant/nest-kit';

/** Which part of a registry list. */
export class SliceQuery {
  @WholeNumber(1, 100, 50)
  readonly limit: number = 50;

  @WholeNumber(0, 1_000_000, 0)
  readonly offset: number = 0;
}

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

export const presentSlice = (slice: Slice, page: Page<unknown>): SliceAnswer => ({
  limit: slice.limit,
  offset: slice.offset,
  total: page.total,
  hasMore: hasMore(slice, page),
});
