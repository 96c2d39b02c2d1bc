import { OneOf, Text, WholeNumber } from '@radiant/nest-kit';

/** How a kept response is read. */
export class ReadResponseQuery {
  /** A client that asked for events and is given an object reads nothing, and is told nothing. */
  @OneOf(['false'])
  readonly stream?: string;
}

/** Which part of the items. */
export class InputItemsQuery {
  @WholeNumber(1, 100, 20)
  readonly limit: number = 20;

  @OneOf(['asc', 'desc'])
  readonly order: 'asc' | 'desc' = 'desc';

  @Text()
  readonly after?: string;
}
