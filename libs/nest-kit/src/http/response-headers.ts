import { isApiPage, PAGE_POLICY } from '../openapi/page-policy.js';

/** On every reply. The spelling of each is what the specification and browsers' documentation give. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'", // no page, whatever a browser takes it for
  'cache-control': 'no-store',
};

const PAGE_HEADERS = { ...SECURITY_HEADERS, 'content-security-policy': PAGE_POLICY };

/** Those of an address: what `/docs` may run and draw is said by a policy of its own. */
export const securityHeadersOf = (url: string): Readonly<Record<string, string>> =>
  isApiPage(url) ? PAGE_HEADERS : SECURITY_HEADERS;

/** Of a stream, in addition. */
export const STREAM_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache',
  'x-accel-buffering': 'no', // a proxy in front must not collect the pieces
};
