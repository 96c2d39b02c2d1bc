import type { Principal, Role } from '@radiant/identity';
import { apiKeyId, appId, requestId, tenantId, userId, type TenantId } from '@radiant/kernel';
import type { Actor } from '../actor.js';

export const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
export const HOSPITAL = tenantId('22222222-2222-4222-8222-222222222222');
export const NOBODY = tenantId('99999999-9999-4999-8999-999999999999');
export const CHARTING = appId('charting');
export const REQUEST = requestId('77777777-7777-4777-8777-777777777777');
export const ORIGIN = { ip: '192.0.2.7', userAgent: 'console/1' };

const principal = (over: Partial<Principal>): Principal => ({
  tenantId: CLINIC,
  homeTenantId: CLINIC,
  appId: CHARTING,
  appBound: true,
  roles: ['user'],
  apiKeyId: undefined,
  scopes: undefined,
  trustedForwarder: false,
  userId: undefined,
  appUserId: undefined,
  token: undefined,
  ...over,
});

const actor = (over: Partial<Principal>): Actor => ({
  principal: principal(over),
  requestId: REQUEST,
  origin: ORIGIN,
});

/** Somebody who signed in. */
export const person = (name: string, role: Role = 'admin', home: TenantId = CLINIC, acting: TenantId = home): Actor =>
  actor({ userId: userId(name), roles: [role], homeTenantId: home, tenantId: acting });

export const GRACE = person('grace');
export const ALAN = person('alan');
export const ADA = person('ada', 'user');
/** The platform's, whose own tenant is the hospital. */
export const ROOT = person('root', 'super_admin', HOSPITAL);
export const FOREIGNER = person('frank', 'admin', HOSPITAL);
export const KEY = actor({
  roles: ['service'],
  apiKeyId: apiKeyId('33333333-3333-4333-8333-333333333333'),
  scopes: { permissions: new Set(), models: undefined },
});
