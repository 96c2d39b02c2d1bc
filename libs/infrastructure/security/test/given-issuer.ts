import { createPublicKey, constants, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { JSONWebKeySet, JWK } from 'jose';

export const NOW = Date.UTC(2026, 0, 15, 12);
/** In seconds, as tokens say it. */
export const ISSUED = NOW / 1_000;
export const ISSUER = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI';
export const CLIENT = 'a1b2c3d4e5';
export const CLINIC = '11111111-1111-4111-8111-111111111111';

export const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const OTHER_RSA = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const P256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });
export const P384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
export const ED25519 = generateKeyPairSync('ed25519');

export type Json = Record<string, unknown>;

export const encoded = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

const SIGNERS: Record<string, (text: string, key: KeyObject) => Buffer> = {
  RS256: (text, key) => sign('sha256', Buffer.from(text), key),
  RS384: (text, key) => sign('sha384', Buffer.from(text), key),
  RS512: (text, key) => sign('sha512', Buffer.from(text), key),
  PS256: (text, key) =>
    sign('sha256', Buffer.from(text), { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }),
  ES256: (text, key) => sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }),
  ES384: (text, key) => sign('sha384', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }),
  EdDSA: (text, key) => sign(null, Buffer.from(text), key),
};

/** A token over header and payload as they stand, also as texts that no library would write. */
export function signed(header: Json | string, payload: Json | string, key: KeyObject, algorithm = 'RS256'): string {
  const text = `${encoded(header)}.${encoded(payload)}`;
  const signature = SIGNERS[algorithm]?.(text, key);
  return `${text}.${signature?.toString('base64url') ?? ''}`;
}

/** Claims of a Cognito access token of an administrator of the clinic; undefined leaves one out. */
export const claims = (over: Json = {}): Json => ({
  iss: ISSUER,
  sub: 'ada',
  client_id: CLIENT,
  token_use: 'access',
  iat: ISSUED,
  exp: ISSUED + 3_600,
  'custom:tenantId': CLINIC,
  'custom:appId': 'thinktank',
  'cognito:groups': ['admin'],
  ...over,
});

export const HEADER: Json = { alg: 'RS256', kid: 'rsa-1', typ: 'JWT' };

/** A token as the issuer makes it, but for what is given. */
export const issued = (claimed: Json = {}, header: Json = {}): string =>
  signed({ ...HEADER, ...header }, claims(claimed), RSA.privateKey);

export const publicJwk = (key: KeyObject, rest: Json): JWK => ({
  ...(createPublicKey(key).export({ format: 'jwk' }) as JWK),
  ...rest,
});

export const KEYS: JSONWebKeySet = {
  keys: [
    publicJwk(RSA.privateKey, { kid: 'rsa-1', use: 'sig' }),
    publicJwk(P256.privateKey, { kid: 'p256', use: 'sig', alg: 'ES256' }),
    publicJwk(P384.privateKey, { kid: 'p384' }),
    publicJwk(ED25519.privateKey, { kid: 'ed25519' }),
  ],
};
