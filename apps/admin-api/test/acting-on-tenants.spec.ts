import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startAdministration, type Administration, type Answer } from './administration.js';

jest.setTimeout(180_000);

let administration: Administration;
let admin: string;
beforeAll(async () => {
  administration = await startAdministration();
  admin = await administration.gateway.token({ userId: 'clinic-admin', groups: ['admin'] });
});
afterAll(() => administration.close());

const asRoot = (method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer> =>
  administration.call(method, `/api/v2${path}`, { as: administration.root, body, headers });
const create = async (name: string): Promise<string> => {
  const { status, data } = await asRoot('POST', '/tenants', { name, app_id: 'default' });
  expect(status).toBe(201);
  return data.tenant.id;
};

describe('X-Tenant-Id', () => {
  it('lets a super administrator act on a tenant that is there, and nobody else', async () => {
    const id = await create('acted on');
    const named = { 'x-tenant-id': id };
    expect((await asRoot('POST', '/audit/verify', {}, named)).data.tenantId).toBe(id);
    expect((await asRoot('GET', '/break-glass', undefined, { 'x-tenant-id': randomUUID() })).status).toBe(404);
    const bad = await asRoot('GET', '/break-glass', undefined, { 'x-tenant-id': 'x' });
    expect([bad.status, JSON.parse(bad.text).error.details]).toEqual([400, { field: 'x-tenant-id' }]);
    const refused = await administration.call('GET', '/api/v2/audit', { as: admin, headers: named });
    expect(refused.status).toBe(403);
  });

  it('leaves all that a super administrator does in the trail of the tenant that it is done to', async () => {
    const id = await create('watched');
    const path = `/tenants/${id}`;
    const named = { 'x-tenant-id': id };
    const key = (await asRoot('POST', `${path}/api-keys`, { name: 'k' })).data.apiKey.id;
    const deeds: [action: string, method: string, path: string, body?: object][] = [
      ['tenant.read', 'GET', path],
      ['tenant.update', 'PATCH', path, { name: 'still watched' }],
      ['api_key.update', 'PATCH', `${path}/api-keys/${key}`, { name: 'l' }],
      ['api_key.rotate', 'POST', `${path}/api-keys/${key}/rotate`, {}],
      ['api_key.revoke', 'DELETE', `${path}/api-keys/${key}`],
      ['invitation.create', 'POST', `${path}/invitations`, { app_id: 'default', address: 'a@b.example' }],
      ['token.revoke', 'POST', `${path}/token-revocations`, { user_id: 'somebody' }],
      ['legal_hold.place', 'POST', `${path}/legal-holds`, { reason: 'a letter has come' }],
      ['data_key.rotate', 'POST', `${path}/data-keys/rotate`, {}],
      ['break_glass.request', 'POST', '/break-glass', { reason: 'an emergency, the chart is needed' }],
      ['access_review.export', 'GET', '/access-review'],
      ['disclosure.read', 'POST', '/disclosures/search', { category: 'SSN', value: '219-09-9999' }],
      ['audit.export', 'GET', '/audit/export'],
      ['audit.verify', 'POST', '/audit/verify', {}],
      ['audit.read', 'GET', '/audit'],
    ];
    for (const [action, method, address, body] of deeds) {
      const { status } = await asRoot(method, address, body, named);
      expect([action, status < 300]).toEqual([action, true]);
    }
    const { records } = (await asRoot('GET', '/audit?limit=1000', undefined, named)).data;
    const actions = records.map(({ action }: { action: string }) => action);
    expect(actions.toReversed()).toEqual(['tenant.create', 'api_key.create', ...deeds.map(([action]) => action)]);
    for (const record of records) {
      expect(record).toMatchObject({
        tenantId: id,
        crossTenant: true,
        actorKind: 'admin',
        adminId: 'root',
        userId: null,
      });
    }
  });
});

it('looking at all tenants stands in the trail of the super administrator, and is for nobody else', async () => {
  const listed = await asRoot('GET', '/tenants?limit=1');
  expect(listed.data.tenants).toHaveLength(1);
  const { requestId } = (JSON.parse(listed.text) as { meta: { requestId: string } }).meta;
  const { records } = (await asRoot('GET', `/audit?request_id=${requestId}`)).data;
  expect(records).toMatchObject([
    {
      tenantId: administration.gateway.clinic.id,
      action: 'tenant.read',
      resourceType: 'tenants',
      adminId: 'root',
      details: { all_tenants: true },
    },
  ]);
  const own = await administration.call('GET', '/api/v2/tenants', { as: admin });
  expect(own.data.tenants.map(({ id }: { id: string }) => id)).toEqual([administration.gateway.clinic.id]);
});
