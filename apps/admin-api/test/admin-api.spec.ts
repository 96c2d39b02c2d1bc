import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { EnvironmentError, Log, readEnvironment } from '@radiant/nest-kit';
import { randomBytes } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { startAdminApi } from '../src/start-admin-api.js';
import { startAdministration, type Administration } from './administration.js';
import { errorOf } from './requests.js';

jest.setTimeout(180_000);

let administration: Administration;
beforeAll(async () => {
  administration = await startAdministration();
});
afterAll(() => administration.close());

describe('the admin API', () => {
  it.each([
    '/api/v2/health',
    '/api/v2/ready',
    '/api/v2/version',
    '/health/live',
    '/health/ready',
    '/docs',
    '/openapi.json',
  ])('answers %s without credentials', async (path) => {
    expect([200, 204]).toContain((await administration.call('GET', path)).status);
  });

  it('looks at its database and at the trail when it is asked whether it is ready', async () => {
    const { data } = await administration.call('GET', '/api/v2/ready');
    expect(data).toMatchObject({
      status: 'ready',
      checks: { database: { status: 'healthy', latency: expect.any(Number) }, audit: { status: 'healthy' } },
    });
  });

  it('tells strangers nothing, and 404 for what it does not have', async () => {
    for (const as of [undefined, 'x', 'rad_dev_x']) {
      expect((await administration.call('GET', '/api/v2/tenants', { as })).status).toBe(401);
    }
    const none = await administration.call('GET', '/api/v2/none', { as: administration.root });
    expect([none.status, errorOf(none)['code']]).toEqual([404, 'NOT_FOUND']);
  });

  it('describes no page of what is answered whole', async () => {
    const { text } = await administration.call('GET', '/openapi.json');
    const { paths } = JSON.parse(text) as { paths: Record<string, { get?: { parameters: { name: string }[] } }> };
    const whole = Object.entries(paths).filter(([path]) => /\/(export|chargeback)$/.test(path));
    expect(whole).toHaveLength(3);
    for (const [path, { get }] of whole) {
      const paged = get?.parameters.filter(({ name }) => ['page', 'limit'].includes(name));
      expect([path, paged]).toEqual([path, []]);
    }
  });

  it('does not serve inference, whatever the role', async () => {
    const answer = await administration.call('POST', '/v1/chat/completions', { as: administration.root, body: {} });
    expect(answer.status).toBe(404);
  });

  it.each(['DATABASE_URL', 'RADIANT_KEYRING'])('does not start without %s', async (missing) => {
    const { gateway } = administration;
    const environment = readEnvironment({
      ...gateway.variables,
      DATABASE_URL: gateway.adminDatabaseUrl,
      [missing]: undefined,
    });
    const log = new Log('test', 'error', new PassThrough());
    await expect(startAdminApi(environment, log)).rejects.toBeInstanceOf(EnvironmentError);
  });

  it.each([
    [
      'the role of public-api',
      () => ({ DATABASE_URL: administration.gateway.variables['DATABASE_URL'] }),
      'DATABASE_URL: admin-api logs in as radiant_admin',
      undefined,
    ],
    [
      'another keyring than the one that wrapped its keys',
      () => ({ RADIANT_KEYRING: `1:${randomBytes(32).toString('base64')}` }),
      'RADIANT_KEYRING must hold the key that wraps the keys in the database',
      undefined,
    ],
    [
      'a port that is taken',
      () => ({ ADMIN_PORT: new URL(administration.url).port }),
      'ADMIN_PORT must be a free port, and ',
      undefined,
    ],
    [
      'a folder that can not be written',
      () => ({ RADIANT_DATA_DIR: fileURLToPath(import.meta.url) }),
      'RADIANT_DATA_DIR must be a folder that this process can write (ENOTDIR)',
      undefined,
    ],
    ['a host that is none', () => ({}), 'HOST must be an address of this machine', '192.0.2.1'],
  ])('does not start with %s, and names the variable', async (_, change, problem, host) => {
    const { gateway, call, root } = administration;
    await call('POST', '/api/v2/audit/verify', { as: root }); // its answer is signed, so the platform has keys
    const environment = readEnvironment({
      ...gateway.variables,
      DATABASE_URL: gateway.adminDatabaseUrl,
      ADMIN_PORT: '0',
      ...change(),
    });
    await expect(startAdminApi(environment, new Log('test', 'error', new PassThrough()), host)).rejects.toThrow(
      problem,
    );
  });
});
