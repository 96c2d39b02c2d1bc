import type { Actor } from '@radiant/governance';
import { appId, requestId, userId, type IdGenerator, type TenantId } from '@radiant/kernel';
import { userInfo } from 'node:os';

const LONGEST = 190;

/** Whoever sits at this machine: the operating system let him in, and what he does stands in the trail under its name. */
export const cliActor = (tenantId: TenantId, ids: IdGenerator, name = osUser()): Actor => ({
  principal: {
    tenantId,
    homeTenantId: tenantId,
    appId: appId('default'),
    appBound: false,
    roles: ['super_admin'],
    apiKeyId: undefined,
    scopes: undefined,
    trustedForwarder: false,
    userId: userId(`cli:${name.replace(/[^A-Za-z0-9._-]/g, '-').slice(0, LONGEST)}`),
    appUserId: undefined,
    token: undefined,
  },
  requestId: requestId(ids.uuid()),
  origin: { userAgent: 'radiant evidence' },
});

/** Its number where it has no name, as in containers. */
function osUser(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}
