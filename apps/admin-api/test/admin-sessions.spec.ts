import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { generateIssuerKey, issuerVariable } from '@radiant/start';
import { importJWK, SignJWT } from 'jose';
import { startAdministration, type Administration } from './administration.js';
import { errorOf, statusOf } from './requests.js';

jest.setTimeout(180_000);

const ISSUER = 'https://sign-in.test.example';

let administration: Administration;
let privateKey: Awaited<ReturnType<typeof generateIssuerKey>>;
beforeAll(async () => {
  privateKey = await generateIssuerKey();
  administration = await startAdministration({
    variables: {
      RADIANT_EMBEDDED_ISSUER: issuerVariable(ISSUER, privateKey),
      RADIANT_ADMIN_IDLE_MINUTES: '1',
      RADIANT_REQUIRE_MFA: 'true',
    },
  });
});
afterAll(() => administration.close());

/** A token of the issuer above, whose claims are stated one by one. */
const token = async (userId: string, groups: string[], claims: object = { amr: ['pwd', 'mfa'] }): Promise<string> =>
  new SignJWT({ 'custom:tenantId': administration.gateway.clinic.id, 'cognito:groups': groups, ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: privateKey.kid ?? '' })
    .setIssuer(ISSUER)
    .setAudience('radiant')
    .setSubject(userId)
    .setIssuedAt()
    .setExpirationTime('12h')
    .sign(await importJWK(privateKey));
const listApps = async (as: string): Promise<number> =>
  (await administration.call('GET', '/api/v2/apps', { as })).status;

describe("an administrator's session", () => {
  it('ends when it was idle for too long, and does not come back to life', async () => {
    const { gateway } = administration;
    const idle = await token('idle', ['admin']);
    expect(await listApps(idle)).toBe(200);
    const aged = await gateway.sql(
      "update admin_sessions set last_used_at = now() - interval '61 seconds' where tenant_id = $1 returning 1",
      [gateway.clinic.id],
    );
    expect(aged).toHaveLength(1);
    const busy = await token('busy', ['admin']);
    expect(await listApps(busy)).toBe(200);
    // The gateway has not seen either yet, so it knows no more than the table does.
    expect([await statusOf(gateway.url, idle), await statusOf(gateway.url, busy)]).toEqual([401, 200]);
    const again = await startAdministration({ gateway });
    try {
      for (let time = 0; time < 3; time += 1) {
        expect((await again.call('GET', '/api/v2/apps', { as: idle })).status).toBe(401);
      }
      expect((await again.call('GET', '/api/v2/apps', { as: busy })).status).toBe(200);
    } finally {
      await again.close();
    }
  });

  it('ends twelve hours after the sign-in, however fresh the token', async () => {
    const hoursAgo = (hours: number): number => Math.floor(Date.now() / 1_000) - hours * 3_600;
    const groups = ['super_admin'];
    expect(await listApps(await token('late', groups, { amr: ['mfa'], auth_time: hoursAgo(12) }))).toBe(401);
    expect(await listApps(await token('early', groups, { amr: ['mfa'], auth_time: hoursAgo(11) }))).toBe(200);
    const user = await token('user', [], { auth_time: hoursAgo(12) }); // this is for staff alone
    expect(await statusOf(administration.gateway.url, user)).toBe(200);
  });
});

describe('where a second factor is required', () => {
  it.each([
    ['no amr', {}],
    ['a password alone', { amr: ['pwd'] }],
    ['an amr that is no list', { amr: 'mfa' }],
  ])('a token with %s may read and may change nothing', async (_, claims) => {
    const { gateway } = administration;
    const tenant = `/api/v2/tenants/${gateway.clinic.id}`;
    const as = await token('no-factor', ['super_admin'], claims);
    for (const path of ['/api/v2/tenants', tenant, `${tenant}/api-keys`, '/api/v2/audit']) {
      expect((await administration.call('GET', path, { as })).status).toBe(200);
    }
    const changes: [string, string, object][] = [
      ['PATCH', tenant, { name: 'changed' }],
      ['POST', '/api/v2/tenants', { name: 'changed', app_id: 'default' }],
      ['POST', `${tenant}/api-keys`, { name: 'changed' }],
      ['POST', `${tenant}/token-revocations`, { user_id: 'somebody' }],
      ['POST', '/api/v2/apps', { id: 'changed', name: 'changed' }],
      ['POST', `${tenant}/data-keys/rotate`, {}],
      ['POST', '/api/v2/break-glass', { reason: 'an emergency, the chart is needed' }],
    ];
    for (const [method, path, body] of changes) {
      const answer = await administration.call(method, path, { as, body });
      expect([path, answer.status]).toEqual([path, 403]);
      expect(errorOf(answer)['message']).toContain('second factor');
    }
    expect(await gateway.sql("select 1 from tenants where name = 'changed'")).toEqual([]);
  });

  it('a token with one may', async () => {
    const path = `/api/v2/tenants/${administration.gateway.clinic.id}`;
    const answer = await administration.call('PATCH', path, {
      as: await token('factor', ['admin']),
      body: { name: 'renamed clinic' },
    });
    expect([answer.status, answer.data.tenant.name]).toEqual([200, 'renamed clinic']);
  });
});
