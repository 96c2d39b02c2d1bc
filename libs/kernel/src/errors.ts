/** Closed list: a new code does not compile until the HTTP table in nest-kit maps it. */
export type ErrorCode =
  | 'validation_error'
  | 'unauthorized'
  | 'insufficient_quota'
  | 'budget_exceeded'
  | 'forbidden'
  | 'phi_policy_blocked'
  | 'baa_required'
  | 'model_not_priced'
  | 'not_found'
  | 'method_not_allowed'
  | 'conflict'
  | 'precondition_failed'
  | 'payload_too_large'
  | 'unsupported_media_type'
  | 'unprocessable_entity'
  | 'idempotency_key_reused'
  | 'idempotency_reply_expired'
  | 'rate_limited'
  | 'internal_error'
  | 'provider_error'
  | 'service_unavailable'
  | 'provider_timeout';

export type ErrorFacts = Readonly<Record<string, string | number | boolean>>;

/**
 * An expected failure. `message` and `facts` reach clients: write them yourself, never from a
 * prompt, a reply, an upstream body or a driver's text. `cause` stays in the process: of it, logs tell a code.
 */
export class DomainError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    /** `field` names the offending input, `retryAfterSeconds` becomes a header; the rest are details. */
    readonly facts: ErrorFacts = {},
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = 'DomainError';
  }
}
