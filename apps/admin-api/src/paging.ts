import { WholeNumber } from '@radiant/nest-kit';
import type { Slice } from '@radiant/kernel';

/** The page of a record list, counted from 1. */
export class PageQuery {
  @WholeNumber(1, 1_000_000, 1)
  readonly page: number = 1;

  @WholeNumber(1, 1000, 50)
  readonly limit: number = 50;
}

export const sliceOf = ({ page, limit }: PageQuery): Slice => ({ limit, offset: (page - 1) * limit });
