import { OneOf, Text, WholeNumber } from '@radiant/nest-kit';

/** Which part of the items. */
export class InputItemsQuery {
  @WholeNumber(1, 100, 20)
  readonly limit: number = 20;

  @OneOf(['asc', 'desc'])
  readonly order: 'asc' | 'desc' = 'desc';

  @Text()
  readonly after?: string;
}
