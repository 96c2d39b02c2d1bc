import { DomainError, type ErrorCode } from '@radiant/kernel';

/** What a failed attempt says of the provider, and so what may be done next. */
export type UpstreamOutcome =
  /** It said no to this request: so would others, and it is well. */
  | 'refused'
  /** It asked for a pause. It is well. */
  | 'limited'
  /** It could not: overloaded, an error of its own, a connection that failed, an answer that nobody can read. */
  | 'failed'
  /** It was not heard of in time. It may still be at it. */
  | 'timed_out';

const OUTCOMES: Partial<Record<ErrorCode, UpstreamOutcome>> = {
  rate_limited: 'limited',
  service_unavailable: 'failed',
  provider_error: 'failed',
  provider_timeout: 'timed_out',
};

/** @param error of a ModelProvider, or of reading its answer. What is none of theirs must not be repeated either. */
export function upstreamOutcome(error: unknown): UpstreamOutcome {
  if (!(error instanceof DomainError)) return 'refused';
  if (error.code === 'provider_error' && saidNo(error)) return 'refused';
  return OUTCOMES[error.code] ?? 'refused';
}

/** Whether it answered with a 4xx: that says nothing against the provider, whatever it means for the call. */
export function saidNo({ facts }: DomainError): boolean {
  const status = facts['upstreamStatus'];
  return typeof status === 'number' && status < 500;
}

/** How long the provider asked to be left alone, in ms. */
export function askedPauseMs(error: unknown): number {
  const seconds = error instanceof DomainError ? error.facts['retryAfterSeconds'] : undefined;
  return typeof seconds === 'number' ? seconds * 1_000 : 0;
}
