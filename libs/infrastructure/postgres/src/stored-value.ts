import { DomainError } from '@radiant/kernel';

/** A driver's failure in our own words: its text may quote values, so it is kept as the cause only. */
export const unavailable = (cause: unknown): DomainError =>
  new DomainError('service_unavailable', 'the database is not available', { retryAfterSeconds: 1 }, { cause });

/** Runs a query. @throws DomainError `service_unavailable` for whatever the driver throws; mistakes of ours as they are. */
export async function queried<Result>(query: () => Promise<Result>): Promise<Result> {
  try {
    return await query();
  } catch (error) {
    throw error instanceof DomainError || isMistake(error) ? error : unavailable(error);
  }
}

/** The driver throws plain errors and its own classes, never these. */
const isMistake = (error: unknown): boolean =>
  [TypeError, RangeError, ReferenceError, SyntaxError].some((kind) => error instanceof kind);

/** A stored word of a closed list. @throws DomainError `service_unavailable` when it is not one of them. */
export function storedWord<Word extends string>(words: readonly Word[], stored: string): Word {
  const word = words.find((candidate) => candidate === stored);
  if (word === undefined) throw new DomainError('service_unavailable', 'a stored row is not valid');
  return word;
}
