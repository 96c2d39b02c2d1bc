import { createHash, timingSafeEqual } from 'node:crypto';

const LEAST = 32;
const MOST = 200;
const FORM = /^[\w.~+/=-]+$/;

/** What a token of the metrics must be, for the error of the environment. */
export const METRICS_TOKEN_FORM = `${LEAST} to ${MOST} letters, digits or . _ ~ + / = -`;

/** Long enough not to be guessed, and such that a header can hold it. */
export const isMetricsToken = (text: string): boolean => text.length >= LEAST && text.length <= MOST && FORM.test(text);

/** Whether a credential is the token. How long it takes says nothing of how much of it is right. */
export function metricsToken(token: string): (credential: string) => boolean {
  const hash = sha256(token);
  return (credential) => timingSafeEqual(sha256(credential), hash);
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
