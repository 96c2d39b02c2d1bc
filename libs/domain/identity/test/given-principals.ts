import { apiKeyId, appId, tenantId, userId } from '@radiant/kernel';
import { parseScopes } from '../src/access/scopes.js';
import type { Principal } from '../src/principal.js';

export const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
export const HOSPITAL = tenantId('22222222-2222-4222-8222-222222222222');
const NOON = Date.UTC(2026, 0, 15, 12);

/** A person of the clinic with a token that is bound to the app `thinktank`. */
export const person = (over: Partial<Principal> = {}): Principal => ({
  tenantId: CLINIC,
  homeTenantId: CLINIC,
  appId: appId('thinktank'),
  appBound: true,
  roles: ['user'],
  apiKeyId: undefined,
  scopes: undefined,
  trustedForwarder: false,
  userId: userId('ada'),
  appUserId: userId('ada'),
  token: {
    hash: 'f'.repeat(64),
    issuedAt: NOON,
    authenticatedAt: NOON,
    expiresAt: NOON + 3_600_000,
    multiFactor: false,
  },
  ...over,
});

/** A service of the clinic with an API key. */
export const service = (...scopes: readonly string[]): Principal =>
  person({
    roles: ['service'],
    apiKeyId: apiKeyId('33333333-3333-4333-8333-333333333333'),
    scopes: parseScopes(scopes),
    userId: undefined,
    appUserId: undefined,
    token: undefined,
  });
