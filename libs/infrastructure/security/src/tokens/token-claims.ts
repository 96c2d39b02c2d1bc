import type { Instant } from '@radiant/kernel';
import { tokenRefused } from './token-refused.js';

/** Cognito's access tokens carry `client_id` where others carry `aud`, and say in `token_use` what they are. */
export type IssuerKind = 'cognito' | 'oidc';

export interface ClaimRules {
  readonly kind: IssuerKind;
  readonly issuer: string;
  /** Any of these; undefined: every client of the issuer. */
  readonly audience: readonly string[] | undefined;
}

export interface CheckedClaims {
  readonly subject: string;
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
}

/** How far the issuer's clock may be ahead of ours. It lengthens no token: an expiry is taken as it stands. */
export const TOLERANCE_SECONDS = 5;
const TOLERANCE_MS = TOLERANCE_SECONDS * 1_000;
const COGNITO_USES: readonly unknown[] = ['access', 'id'];

/** @throws DomainError `unauthorized` for claims that are missing, malformed or not for here and now. */
export function checkClaims(claims: Readonly<Record<string, unknown>>, rules: ClaimRules, now: Instant): CheckedClaims {
  const { iss, sub, exp, iat, nbf } = claims;
  if (iss !== rules.issuer || typeof sub !== 'string' || sub === '') throw tokenRefused();
  const expiresAt = instant(exp);
  const issuedAt = instant(iat);
  if (expiresAt <= now || issuedAt > now + TOLERANCE_MS) throw tokenRefused();
  if (nbf !== undefined && instant(nbf) > now + TOLERANCE_MS) throw tokenRefused();
  if (rules.kind === 'cognito' && !COGNITO_USES.includes(claims['token_use'])) throw tokenRefused();
  if (!isForUs(claims, rules)) throw tokenRefused();
  return { subject: sub, issuedAt, expiresAt };
}

function isForUs(claims: Readonly<Record<string, unknown>>, { kind, audience }: ClaimRules): boolean {
  if (audience === undefined) return true;
  const named = [claims['aud'], kind === 'cognito' ? claims['client_id'] : undefined].flat();
  return named.some((name) => typeof name === 'string' && audience.includes(name));
}

/** Seconds since 1970, a number and nothing that reads like one. */
function instant(seconds: unknown): Instant {
  if (typeof seconds !== 'number' || !Number.isFinite(seconds) || seconds < 0) throw tokenRefused();
  return Math.floor(seconds * 1_000);
}
