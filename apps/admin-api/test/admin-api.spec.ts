import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@radiant/embedded/testing';
import { EnvironmentError, Log, readEnvironment, type Running } from '@radiant/nest-kit';
import { PassThrough } from 'node:stream';
import { startAdminApi } from '../src/start-admin-api.js';

let database: TestDatabase;
let api: Running;
let url: string;
const log = new Log('test', 'error', new PassThrough());
beforeAll(async () => {
  database = await createTestDatabase();
  api = await startAdminApi(readEnvironment({ DATABASE_URL: database.appUrl, ADMIN_PORT: '0' }), log);
  url = `http://127.0.0.1:${api.port}`;
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

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
    expect((await fetch(url + path)).ok).toBe(true);
  });

  it('looks at its database when it is asked whether it is ready', async () => {
    const { data } = (await (await fetch(`${url}/api/v2/ready`)).json()) as { data: unknown };
    expect(data).toMatchObject({
      status: 'ready',
      checks: { database: { status: 'healthy', latency: expect.any(Number) } },
    });
  });

  it('answers 404 for what it does not have', async () => {
    const response = await fetch(`${url}/api/v2/tenants`, { headers: { authorization: 'Bearer x' } });
    expect(response.status).toBe(404);
  });

  it('does not start without a database', async () => {
    await expect(startAdminApi(readEnvironment({}), log)).rejects.toBeInstanceOf(EnvironmentError);
  });
});
