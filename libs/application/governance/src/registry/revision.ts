import { DomainError } from '@radiant/kernel';

/** The revisions that a caller has read, of the header If-Match; undefined: any will do. */
export type ExpectedRevisions = readonly number[] | undefined;

/** @throws DomainError `precondition_failed` when the row is none of what the caller has read. */
export function checkRevision(current: number, expected: ExpectedRevisions): void {
  if (expected === undefined || expected.includes(current)) return;
  throw new DomainError('precondition_failed', 'it has been changed since it was read');
}
