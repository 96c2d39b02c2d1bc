import type { Instant } from '@radiant/kernel';

/** What is said of a response that is to be kept before it is asked for. */
export interface ResponseToKeep {
  /** The id of the response that it goes on from. */
  readonly previous: string | undefined;
  /** Whether the first message of the request is its instructions. */
  readonly instructed: boolean;
  /** Whether it may go on without messages that were too many to be kept. */
  readonly truncates: boolean;
  readonly createdAt: Instant;
}
