import type { ErrorCode } from '@radiant/kernel';

/** OpenAI's `error.type`, which decides what its clients raise. */
type OpenAiErrorType =
  | 'invalid_request_error'
  | 'authentication_error'
  | 'permission_error'
  | 'insufficient_quota'
  | 'rate_limit_error'
  | 'api_error';

/** Anthropic's `error.type`. */
type AnthropicErrorType =
  | 'invalid_request_error'
  | 'authentication_error'
  | 'billing_error'
  | 'permission_error'
  | 'not_found_error'
  | 'request_too_large'
  | 'rate_limit_error'
  | 'api_error'
  | 'overloaded_error'
  | 'timeout_error';

interface HttpError {
  readonly status: number;
  readonly type: OpenAiErrorType;
  readonly anthropicType: AnthropicErrorType;
  readonly cause: string;
  readonly cure: string;
}

/** The one table of what an error code means over HTTP. Statuses decide what clients repeat: 409, 429 and 5xx. */
export const HTTP_ERRORS: Readonly<Record<ErrorCode, HttpError>> = {
  validation_error: {
    status: 400,
    type: 'invalid_request_error',
    anthropicType: 'invalid_request_error',
    cause: 'A field is missing, of another type or outside its limits; the message names it.',
    cure: 'Correct the field that is named and send the request again.',
  },
  unauthorized: {
    status: 401,
    type: 'authentication_error',
    anthropicType: 'authentication_error',
    cause: 'There is no key, or it is unknown, expired or revoked.',
    cure: 'Send a valid key as `Authorization: Bearer <key>` or `x-api-key: <key>`.',
  },
  insufficient_quota: {
    status: 402,
    type: 'insufficient_quota',
    anthropicType: 'billing_error',
    cause: 'The tenant has no quota left.',
    cure: 'Ask the finance owner for more, or wait for the next period.',
  },
  budget_exceeded: {
    status: 402,
    type: 'insufficient_quota',
    anthropicType: 'billing_error',
    cause: 'A budget that applies to this call is used up.',
    cure: 'Ask the finance owner to raise it, or wait for the next period.',
  },
  forbidden: {
    status: 403,
    type: 'permission_error',
    anthropicType: 'permission_error',
    cause: 'The key may not do this.',
    cure: 'Use a key with the scope or role that the route needs.',
  },
  phi_policy_blocked: {
    status: 403,
    type: 'permission_error',
    anthropicType: 'permission_error',
    cause: "The tenant's PHI policy does not let this content leave, e.g. an image that can't be scanned.",
    cure: 'Remove the part that is named, or ask the compliance officer about the policy.',
  },
  baa_required: {
    status: 403,
    type: 'permission_error',
    anthropicType: 'permission_error',
    cause: 'The content may hold PHI and the provider has no business associate agreement in force.',
    cure: 'Choose a model of a provider with an agreement.',
  },
  model_not_priced: {
    status: 403,
    type: 'permission_error',
    anthropicType: 'permission_error',
    cause: 'The model has no price, so its use could not be billed.',
    cure: 'Ask the platform operator to enter a price.',
  },
  not_found: {
    status: 404,
    type: 'invalid_request_error',
    anthropicType: 'not_found_error',
    cause: 'No such route, model or record, or it belongs to another tenant.',
    cure: 'Check the address and the id; `GET /v1/models` lists the models.',
  },
  method_not_allowed: {
    status: 405,
    type: 'invalid_request_error',
    anthropicType: 'invalid_request_error',
    cause: 'The route exists, with another method.',
    cure: 'Use a method of the `allow` header.',
  },
  conflict: {
    status: 409,
    type: 'invalid_request_error',
    anthropicType: 'invalid_request_error',
    cause: 'The same idempotency key is in use by a request that is still running.',
    cure: 'Wait and repeat.',
  },
  precondition_failed: {
    status: 412,
    type: 'invalid_request_error',
    anthropicType: 'invalid_request_error',
    cause: 'Somebody else has changed the record since it was read.',
    cure: 'Read it again and repeat the change with the new ETag.',
  },
  payload_too_large: {
    status: 413,
    type: 'invalid_request_error',
    anthropicType: 'request_too_large',
    cause:
      'The body is larger than 4 MiB or made of too many pieces, or the address and headers are larger than 16 KiB.',
    cure: 'Send less.',
  },
  unsupported_media_type: {
    status: 415,
    type: 'invalid_request_error',
    anthropicType: 'invalid_request_error',
    cause: 'The body is not JSON, or is compressed.',
    cure: 'Send JSON with `content-type: application/json` and without `content-encoding`.',
  },
  unprocessable_entity: {
    status: 422,
    type: 'invalid_request_error',
    anthropicType: 'invalid_request_error',
    cause: 'The request is well-formed and can still not be carried out.',
    cure: 'See the message.',
  },
  idempotency_key_reused: {
    status: 422,
    type: 'invalid_request_error',
    anthropicType: 'invalid_request_error',
    cause:
      'The `Idempotency-Key` was used for a request to another route, with another body or other `x-radiant-*` headers.',
    cure: 'Use a new key for a new request.',
  },
  idempotency_reply_expired: {
    status: 422,
    type: 'invalid_request_error',
    anthropicType: 'invalid_request_error',
    cause:
      'The call of this `Idempotency-Key` was billed and its reply is not kept: its time is over, or it never became whole.',
    cure: 'Use a new key to call, and pay, again.',
  },
  rate_limited: {
    status: 429,
    type: 'rate_limit_error',
    anthropicType: 'rate_limit_error',
    cause: 'Too many requests, here or at the provider.',
    cure: 'Wait as many seconds as `retry-after` says.',
  },
  internal_error: {
    status: 500,
    type: 'api_error',
    anthropicType: 'api_error',
    cause: 'A defect of the gateway.',
    cure: 'Report the `x-request-id`.',
  },
  provider_error: {
    status: 502,
    type: 'api_error',
    anthropicType: 'api_error',
    cause: 'The provider failed or sent an answer that is not valid.',
    cure: 'Repeat; if it lasts, the operator sees the provider in `/api/v2/ready`.',
  },
  service_unavailable: {
    status: 503,
    type: 'api_error',
    anthropicType: 'overloaded_error',
    cause: 'The gateway, a store of it or the provider is overloaded or down; nothing was sent without protection.',
    cure: 'Wait as many seconds as `retry-after` says.',
  },
  provider_timeout: {
    status: 504,
    type: 'api_error',
    anthropicType: 'timeout_error',
    cause: 'The provider did not answer before the deadline.',
    cure: 'Repeat, or ask for less.',
  },
};
