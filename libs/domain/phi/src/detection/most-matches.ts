import { DomainError } from '@radiant/kernel';

/** Matches that a call may have: one for every forty characters of the longest body. */
export const MOST_MATCHES = 100_000;

/** @throws DomainError `payload_too_large` for more matches than a call may have. */
export function assertFewMatches(count: number): void {
  if (count <= MOST_MATCHES) return;
  throw new DomainError(
    'payload_too_large',
    `the texts name people, dates, numbers and the like more than ${MOST_MATCHES} times: send them in several calls`,
  );
}
