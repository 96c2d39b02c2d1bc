import type { Fault } from './behaviour.js';
import type { JsonObject } from './json.js';

/** Stands in every error that a fault sends: a gateway must never hand it on to a client or write it to a log. */
export const SECRET_IN_ERRORS = 'sk-demo-SECRET-never-pass-this-on postgres://root:hunter2@10.0.0.7/upstream';

const STATUS_FAULTS = {
  'status-400': { status: 400, type: 'invalid_request_error', code: 'bad_request' },
  'status-401': { status: 401, type: 'authentication_error', code: 'invalid_api_key' },
  'status-404': { status: 404, type: 'invalid_request_error', code: 'model_not_found' },
  'status-429': { status: 429, type: 'rate_limit_error', code: 'rate_limit_exceeded' },
  'status-500': { status: 500, type: 'server_error', code: 'internal_error' },
  'status-503': { status: 503, type: 'server_error', code: 'overloaded' },
} as const;

export type StatusFault = keyof typeof STATUS_FAULTS;

export interface FaultyAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject;
}

export function isStatusFault(fault: Fault): fault is StatusFault {
  return fault in STATUS_FAULTS;
}

/** The answer of a `status-*` fault; 429 and 503 say when to come back, in seconds. */
export function statusFault(fault: StatusFault): FaultyAnswer {
  const { status, type, code } = STATUS_FAULTS[fault];
  const retryAfter = status === 429 || status === 503;
  return { status, headers: retryAfter ? { 'retry-after': '1' } : {}, body: errorOnDemand(type, code) };
}

/** What `error-event` sends in place of the rest of a stream, or of a whole answer. */
export function errorEvent(): JsonObject {
  return errorOnDemand('server_error', 'upstream_failed');
}

function errorOnDemand(type: string, code: string): JsonObject {
  return errorBody(`Fault on demand. Internal detail: ${SECRET_IN_ERRORS}`, type, code, null);
}

/** OpenAI's error object with its four fields. */
export function errorBody(message: string, type: string, code: string | null, param: string | null): JsonObject {
  return { error: { message, type, param, code } };
}
