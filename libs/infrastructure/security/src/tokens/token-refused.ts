import { DomainError } from '@radiant/kernel';

/** One answer for every cause, so that nothing is learnt from it. */
export const tokenRefused = (cause?: unknown): DomainError =>
  new DomainError('unauthorized', 'the token is not valid', {}, { cause });
