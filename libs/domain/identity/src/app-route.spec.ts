import { describe, expect, it } from '@jest/globals';
import { appId } from '@radiant/kernel';
import { CLINIC, HOSPITAL, person, service } from '../test/given-principals.js';
import { actInApp, actOnTenant, assertInService, routeApp } from './app-route.js';

const APPS = new Set(['thinktank', 'launchboard', 'default', 'vault']);
const app = (host: string, path = '/api/v2/models') => routeApp({ host, path }, APPS);

describe('routeApp', () => {
  it.each([
    ['thinktank.example.org', '/v1/models', 'thinktank'],
    ['ThinkTank.Example.Org:8443', '/v1/models', 'thinktank'],
    ['thinktank.localhost', '/v1/models', 'thinktank'],
    ['example.org', '/api/thinktank/v2/models', 'thinktank'],
    ['example.org', '/api/thinktank', 'thinktank'],
    ['example.org', '/api/thinktank?x=/api/launchboard', 'thinktank'],
    ['example.org', '/api/vault/chat/completions', 'vault'],
    ['thinktank.example.org', '/api/thinktank/models', 'thinktank'],
    ['launchboard.example.org', '/api/v2/models', 'launchboard'],
  ])('takes %s and %s to %s', (host, path, expected) => {
    expect(app(host, path)).toBe(expected);
  });

  it.each([
    ['thinktank', '/v1/models'],
    ['thinktank:8080', '/v1/models'],
    ['thinktank.', '/v1/models'],
    ['gateway.example.org', '/v1/models'],
    ['api.thinktank.example.org', '/v1/models'],
    ['127.0.0.1:8080', '/v1/models'],
    ['[::1]:8080', '/v1/models'],
    ['', '/v1/models'],
    ['example.org', '/api/v2/thinktank'],
    ['example.org', '/api/v12'],
    ['example.org', '/api/v2?app=thinktank'],
    ['example.org', '/v1/api/thinktank/models'],
    ['example.org', '/api'],
    ['example.org', '/api/'],
    ['example.org', '/api//thinktank'],
  ])('finds no app in %s and %s', (host, path) => {
    expect(app(host, path)).toBeUndefined();
  });

  it.each([
    '/api/unknown/models',
    '/api/THINKTANK/models',
    '/api/thinktan%6b/models',
    '/api/v2x/models',
    '/api/__proto__',
  ])('refuses %s: there is no such app', (path) => {
    expect(() => app('example.org', path)).toThrow(
      expect.objectContaining({ code: 'not_found', message: 'there is no such app' }),
    );
  });

  it('refuses an address whose host and path name different apps', () => {
    expect(() => app('thinktank.example.org', '/api/launchboard/models')).toThrow(
      expect.objectContaining({ code: 'forbidden' }),
    );
  });
});

describe('actInApp', () => {
  it('leaves a principal as it is where the route names no app, or its own', () => {
    const bound = person();
    expect(actInApp(bound, undefined)).toBe(bound);
    expect(actInApp(bound, appId('thinktank'))).toBe(bound);
  });

  it('refuses a credential of another app, whoever it is, and repeats no name', () => {
    for (const principal of [person(), service('*'), person({ roles: ['user', 'super_admin'] })]) {
      expect(() => actInApp(principal, appId('launchboard'))).toThrow(
        expect.objectContaining({ code: 'forbidden', message: 'the credential belongs to another app', facts: {} }),
      );
    }
  });

  it("gives a principal without an app of its own the route's", () => {
    const unbound = person({ appId: appId('default'), appBound: false });
    expect(actInApp(unbound, appId('launchboard'))).toEqual({ ...unbound, appId: 'launchboard' });
    expect(actInApp(unbound, undefined)).toBe(unbound);
  });
});

describe('assertInService', () => {
  it('refuses a credential of an app out of service, and nobody else', () => {
    const out = new Set(['thinktank']);
    const refused = expect.objectContaining({ code: 'forbidden', facts: {} });
    for (const principal of [person(), service('*'), person({ roles: ['user', 'admin'] })]) {
      expect(() => {
        assertInService({ ...principal, appId: appId('thinktank') }, out);
      }).toThrow(refused);
      expect(() => {
        assertInService({ ...principal, appId: appId('launchboard') }, out);
      }).not.toThrow();
    }
    const unbound = person({ appId: appId('thinktank'), appBound: false });
    const keeper = person({ roles: ['user', 'super_admin'] });
    expect(() => {
      assertInService(unbound, out);
    }).not.toThrow();
    expect(() => {
      assertInService(keeper, out);
    }).not.toThrow();
  });
});

describe('actOnTenant', () => {
  it('lets a super administrator act on another tenant and remembers where he belongs', () => {
    const principal = person({ roles: ['user', 'super_admin'] });
    expect(actOnTenant(principal, HOSPITAL)).toEqual({ ...principal, tenantId: HOSPITAL, homeTenantId: CLINIC });
  });

  it('leaves everybody on the own tenant, named or not', () => {
    for (const principal of [person(), service('*'), person({ roles: ['super_admin'] })]) {
      expect(actOnTenant(principal, undefined)).toBe(principal);
      expect(actOnTenant(principal, CLINIC)).toBe(principal);
    }
  });

  it.each([[['user']], [['user', 'admin']], [['user', 'operator', 'auditor', 'admin']], [[]]] as const)(
    'refuses %j another tenant',
    (roles) => {
      expect(() => actOnTenant(person({ roles }), HOSPITAL)).toThrow(
        expect.objectContaining({ code: 'forbidden', facts: {} }),
      );
    },
  );

  it('refuses a key another tenant', () => {
    expect(() => actOnTenant(service('*'), HOSPITAL)).toThrow(expect.objectContaining({ code: 'forbidden' }));
  });
});
