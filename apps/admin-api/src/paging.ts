import { WholeNumber } from '@radiant/nest-kit';
import type { Slice } from '@radiant/kernel';

export const PageNumber = (): PropertyDecorator => WholeNumber(1, 1_000_000, 1);
export const PageLimit = (): PropertyDecorator => WholeNumber(1, 1000, 50);

/** The page of a record list, counted from 1. */
export class PageQuery {
  @PageNumber()
  readonly page: number = 1;

  @PageLimit()
  readonly limit: number = 50;
}

export const sliceOf = ({ page, limit }: PageQuery): Slice => ({ limit, offset: (page - 1) * limit });
