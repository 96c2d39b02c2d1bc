import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { PLATFORM_TENANT } from '@radiant/kernel';
import { startAdministration, type Administration } from './administration.js';
import { statusOf } from './requests.js';
import { until } from './waiting.js';

jest.setTimeout(180_000);

const GUESSED = `rad_dev_${'a'.repeat(12)}_${'b'.repeat(43)}`;

let administration: Administration;
beforeAll(async () => {
  administration = await startAdministration();
});
afterAll(() => administration.close());

interface FailedRecord {
  readonly tenantId: string;
  readonly apiKeyId: string | null;
  readonly sequence: number | null;
  readonly details: Readonly<Record<string, unknown>>;
}

const failures = async (as: string, tenantId?: string): Promise<FailedRecord[]> => {
  const headers: Record<string, string> = tenantId === undefined ? {} : { 'x-tenant-id': tenantId };
  const path = '/api/v2/audit?action=authentication.fail';
  return (await administration.call('GET', path, { as, headers })).data.records;
};

describe('a failed authentication', () => {
  it("stands in the platform's chain, from either API, and for super administrators alone", async () => {
    const { gateway, url, root } = administration;
    expect([await statusOf(gateway.url, GUESSED), await statusOf(gateway.url, GUESSED)]).toEqual([401, 401]);
    expect((await administration.call('GET', '/api/v2/tenants', { as: 'no.such.token' })).status).toBe(401);
    expect((await fetch(`${url}/api/v2/tenants`)).status).toBe(401);
    const found = await until(
      () => failures(root, PLATFORM_TENANT),
      (records) => records.length >= 3 && records.every(({ sequence }) => sequence !== null),
    );
    expect(found.map(({ details }) => details)).toEqual(
      expect.arrayContaining(['api_key', 'token', 'none'].map((credential) => ({ credential, attempts: 1 }))),
    );
    expect(found).toHaveLength(3); // the second guess is counted, for the next summary
    expect(JSON.stringify(found)).not.toContain(GUESSED);
    expect(await failures(root)).toEqual(expect.arrayContaining(found));
    const auditor = await gateway.token({ userId: 'auditor', groups: ['auditor'] });
    expect(await failures(auditor)).toEqual([]);
    const refused = await administration.call('GET', '/api/v2/audit', {
      as: auditor,
      headers: { 'x-tenant-id': PLATFORM_TENANT },
    });
    expect(refused.status).toBe(403);
    const verified = await administration.call('POST', '/api/v2/audit/verify', {
      as: root,
      body: {},
      headers: { 'x-tenant-id': PLATFORM_TENANT },
    });
    expect(verified.data).toMatchObject({ valid: true });
  });

  it('with a revoked key stands in the chain of its tenant, under the key', async () => {
    const { gateway } = administration;
    const keys = `/api/v2/tenants/${gateway.clinic.id}/api-keys`;
    const admin = await gateway.token({ userId: 'key-admin', groups: ['admin'] });
    const { data } = await administration.call('POST', keys, { as: admin, body: { name: 'short-lived' } });
    const { id } = data.apiKey;
    await administration.call('DELETE', `${keys}/${id}`, { as: admin });
    expect(await statusOf(gateway.url, data.key)).toBe(401);
    const found = await until(
      () => failures(admin),
      (records) => records.length > 0,
    );
    expect(found).toMatchObject([{ tenantId: gateway.clinic.id, apiKeyId: id, details: { credential: 'api_key' } }]);
  });
});
