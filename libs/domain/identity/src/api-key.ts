import { DomainError, type ApiKeyId, type AppId, type Instant, type TenantId } from '@radiant/kernel';

/** What is stored of a key: never the key itself. */
export interface ApiKey {
  readonly id: ApiKeyId;
  readonly tenantId: TenantId;
  readonly appId: AppId;
  /** The first key of the rotations that led to this one; undefined for one that took no key's place. */
  readonly lineage: ApiKeyId | undefined;
  readonly name: string;
  /** The beginning of the key, enough to tell keys apart in a list: `rad_<env>_<id>`. */
  readonly prefix: string;
  /** SHA-256 of the whole key in lower-case hex. */
  readonly hash: string;
  /** As `parseScopes` reads them. */
  readonly scopes: readonly string[];
  readonly limits: ApiKeyLimits;
  /** Whether `X-OpenWebUI-User-*` of a request with this key is believed. */
  readonly trustedForwarder: boolean;
  readonly expiresAt: Instant | undefined;
  readonly revokedAt: Instant | undefined;
}

/** What one key may consume; undefined: no limit of its own. */
export interface ApiKeyLimits {
  readonly requestsPerMinute?: number;
  readonly tokensPerDay?: number;
  readonly concurrentStreams?: number;
}

/** A key as it is found by its hash, with the standing of its tenant: only an active tenant's keys are honoured. */
export interface FoundApiKey extends ApiKey {
  readonly tenantActive: boolean;
}

/** A key as its administrators see it. */
export interface ManagedApiKey extends ApiKey {
  readonly createdAt: Instant;
  readonly createdBy: string | undefined;
  readonly lastUsedAt: Instant | undefined;
  /** The key that took over when this one was rotated. */
  readonly replacedBy: ApiKeyId | undefined;
}

/** A freshly minted key. `secret` is shown once and kept nowhere. */
export interface MintedApiKey {
  readonly secret: string;
  readonly prefix: string;
  readonly hash: string;
}

const SECRET_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** 43 characters of 62 carry 256 bits. */
const SECRET_LENGTH = 43;
const ID_LENGTH = 12;

/** `rad_<environment>_<id>_<secret>`; the form is checked before anything is looked up. */
export const API_KEY = /^rad_[a-z]{1,10}_[A-Za-z0-9]{12}_[A-Za-z0-9]{43}$/;

const ENVIRONMENT = /^[a-z]{1,10}$/;

/** Mints a key. @param integer a random whole number in [from, below). @throws DomainError `validation_error`. */
export function mintApiKey(
  environment: string,
  integer: (from: number, below: number) => number,
  sha256: (text: string) => string,
): MintedApiKey {
  if (!ENVIRONMENT.test(environment)) {
    throw new DomainError('validation_error', 'the environment of a key must be 1 to 10 lower-case letters');
  }
  const random = (length: number): string =>
    Array.from({ length }, () => SECRET_CHARACTERS.charAt(integer(0, SECRET_CHARACTERS.length))).join('');
  const prefix = `rad_${environment}_${random(ID_LENGTH)}`;
  const secret = `${prefix}_${random(SECRET_LENGTH)}`;
  return { secret, prefix, hash: sha256(secret) };
}

/** Whether two hashes are equal, in a time that does not depend on where they differ. */
export function sameHash(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i += 1) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}
