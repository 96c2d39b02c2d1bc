import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from 'jose';

/** Whom a token of the embedded issuer is for. */
export interface TokenSubject {
  readonly tenantId: string;
  readonly userId: string;
  readonly groups: readonly string[];
  /** Undefined: the token names no app, as older ones do. */
  readonly appId?: string | undefined;
  /** As jose writes durations; 12 hours unless it says otherwise. */
  readonly life?: string | undefined;
}

/** As long as an administrator's session may last. */
const LIFE = '12h';
/** RFC 8176: the embedded issuer stands in for a sign-in with a password and a second factor. */
const METHODS = ['pwd', 'mfa'];

/** A private key for an issuer. */
export async function generateIssuerKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { ...(await exportJWK(privateKey)), alg: 'ES256', kid: randomUUID() };
}

/** A token of the embedded issuer. */
export async function mintToken(issuer: string, privateKey: JWK, subject: TokenSubject): Promise<string> {
  return new SignJWT({
    token_use: 'access',
    'cognito:groups': [...subject.groups],
    'custom:tenantId': subject.tenantId,
    amr: METHODS,
    ...(subject.appId !== undefined && { 'custom:appId': subject.appId }),
  })
    .setProtectedHeader({ alg: 'ES256', kid: privateKey.kid ?? '' })
    .setIssuer(issuer)
    .setAudience('radiant')
    .setSubject(subject.userId)
    .setIssuedAt()
    .setExpirationTime(subject.life ?? LIFE)
    .sign(await importJWK(privateKey));
}

/** What the apps need to check such tokens, as they take it in RADIANT_EMBEDDED_ISSUER. */
export function issuerVariable(issuer: string, { kty, crv, x, y, alg, kid }: JWK): string {
  return JSON.stringify({ issuer, publicKey: { kty, crv, x, y, alg, kid, use: 'sig' } });
}
