import { describe, expect, it } from '@jest/globals';
import { person, service } from '../../test/given-principals.js';
import type { Principal } from '../principal.js';
import { authorize } from './authorize.js';
import type { Permission } from './permissions.js';

const refusal = (principal: Principal, permission: Permission, requireSecondFactor = false) => {
  try {
    authorize(principal, permission, requireSecondFactor);
  } catch (error) {
    return error;
  }
  return undefined;
};
const withFactors = (roles: Principal['roles'], multiFactor: boolean): Principal => {
  const { token } = person();
  return person({ roles, token: token && { ...token, multiFactor } });
};

describe('authorize', () => {
  it('lets a principal do what its role allows', () => {
    expect(refusal(person(), 'inference.call')).toBeUndefined();
    expect(refusal(person({ roles: ['user', 'admin'] }), 'tenant.change')).toBeUndefined();
  });

  it('refuses the rest, and says which permission is missing', () => {
    expect(refusal(person({ roles: ['user', 'auditor'] }), 'tenant.change')).toMatchObject({
      code: 'forbidden',
      facts: { permission: 'tenant.change' },
      message: expect.stringContaining('tenant.change'),
    });
  });

  it('binds a key by its scopes as well as by its role', () => {
    expect(refusal(service('phi.detect'), 'phi.detect')).toBeUndefined();
    expect(refusal(service('phi.detect'), 'phi.reidentify')).toMatchObject({ code: 'forbidden' });
    expect(refusal(service('*'), 'phi.reidentify')).toBeUndefined();
    expect(refusal(service('*'), 'usage.read')).toBeUndefined();
    expect(refusal(service('*'), 'tenant.read')).toMatchObject({ code: 'forbidden' });
  });

  it('binds by scopes even if a role allows more', () => {
    expect(refusal({ ...service('model.read'), roles: ['super_admin'] }, 'tenant.change')).toMatchObject({
      code: 'forbidden',
    });
  });

  it('asks for a second factor for changes, where the deployment does', () => {
    const roles = ['user', 'admin'] as const;
    expect(refusal(withFactors(roles, false), 'tenant.change', true)).toMatchObject({ code: 'forbidden' });
    expect(refusal(withFactors(roles, true), 'tenant.change', true)).toBeUndefined();
    expect(refusal(withFactors(roles, false), 'tenant.change', false)).toBeUndefined();
    expect(refusal(withFactors(roles, false), 'tenant.read', true)).toBeUndefined();
    expect(refusal(person({ roles, token: undefined }), 'tenant.change', true)).toMatchObject({ code: 'forbidden' });
  });
});
