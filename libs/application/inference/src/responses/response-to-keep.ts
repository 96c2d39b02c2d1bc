import type { Instant } from '@radiant/kernel';

/** What is said of a response that is to be kept before it is asked for. */
export interface ResponseToKeep {
  /** The id of the response that it goes on from. */
  readonly previous: string | undefined;
  /** Whether the first message of the request is its instructions. */
  readonly instructed: boolean;
  readonly createdAt: Instant;
}
