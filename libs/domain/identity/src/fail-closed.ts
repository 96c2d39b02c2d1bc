import { DomainError } from '@radiant/kernel';

/** What a store says, or no access. @throws DomainError `service_unavailable` whatever went wrong. */
export async function failClosed<Result>(ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask();
  } catch (cause) {
    if (cause instanceof DomainError && cause.code === 'service_unavailable') throw cause;
    throw new DomainError(
      'service_unavailable',
      'credentials cannot be checked now',
      { retryAfterSeconds: 1 },
      { cause },
    );
  }
}
