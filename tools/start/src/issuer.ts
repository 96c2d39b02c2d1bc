import { importJWK, SignJWT } from 'jose';
import type { Secrets } from './secrets.js';

/** A super_admin token of the embedded issuer, valid for 12 hours: the longest an administrator's session may last. */
export async function mintAdminToken(secrets: Secrets, issuer: string): Promise<string> {
  return new SignJWT({
    token_use: 'access',
    'cognito:groups': ['super_admin'],
    'custom:tenantId': secrets.demoClinic.id,
    'custom:appId': 'default',
  })
    .setProtectedHeader({ alg: 'ES256', kid: secrets.issuerKey.kid ?? '' })
    .setIssuer(issuer)
    .setAudience('radiant')
    .setSubject('embedded-admin')
    .setIssuedAt()
    .setExpirationTime('12h')
    .sign(await importJWK(secrets.issuerKey));
}
