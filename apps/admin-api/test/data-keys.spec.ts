import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startAdministration, type Administration } from './administration.js';
import { chat, errorOf, saidBy, startReplica, type Replica } from './requests.js';
import { takeIn, type OwnTenant } from './trail.js';
import { until } from './waiting.js';

jest.setTimeout(180_000);

const RESTORING = {
  mode: 'auto',
  categories: {},
  reidentification: { allowed: true, requires_approval: false, mapping_ttl_hours: 24 },
};
const PLATFORM = '00000000-0000-0000-0000-000000000000';
const ADDRESS = 'sealed.nurse@elsewhere.example';

let administration: Administration;
let replica: Replica;
beforeAll(async () => {
  administration = await startAdministration();
  replica = await startReplica(administration.gateway);
});
afterAll(async () => {
  await replica.close();
  await administration.close();
});

interface KeyedTenant extends OwnTenant {
  readonly key: string;
  /** Its administrator's address. */
  readonly path: string;
}

async function keyed(name: string): Promise<KeyedTenant> {
  const tenant = await takeIn(administration, name);
  const path = `/tenants/${tenant.id}`;
  await tenant.ask('PATCH', path, { phi_config: RESTORING });
  const { data } = await tenant.ask('POST', `${path}/api-keys`, { name: 'key' });
  return { ...tenant, path, key: data.key };
}
/** The names' placeholders of the last call, as the model saw them. */
const placeholders = (): string[] =>
  [...(administration.gateway.upstream.requests.at(-1)?.body ?? '').matchAll(/\[PHI_NAME_\d+\]/g)].map(([all]) => all);
const versions = (id: string): Promise<Record<string, unknown>[]> =>
  administration.gateway.sql(
    "select version, wrapped is null as gone from data_keys where tenant_id = $1 and scope = 'tenant' order by version",
    [id],
  );

describe("a tenant's data key", () => {
  it('can be rotated, and sessions of before are restored by both replicas all the same', async () => {
    const { gateway } = administration;
    const tenant = await keyed('rotated');
    const session_id = randomUUID();
    await chat(gateway.url, tenant.key, 'Patient Jane Doe is here.', { session_id });
    const [name] = placeholders();
    const invited = await tenant.ask('POST', `${tenant.path}/invitations`, { app_id: 'default', address: ADDRESS });
    expect(name).toBeDefined();

    for (const version of [2, 3]) {
      expect((await tenant.ask('POST', `${tenant.path}/data-keys/rotate`, {})).data.version).toBe(version);
    }
    expect(await versions(tenant.id)).toEqual([1, 2, 3].map((version) => ({ version, gone: false })));
    for (const url of [gateway.url, replica.url]) {
      const answer = await chat(url, tenant.key, 'What does Jane Doe need?', { session_id });
      expect(placeholders()).toEqual([name]);
      expect(saidBy(answer)).toContain('Jane Doe');
    }
    await chat(gateway.url, tenant.key, 'Patient John Smith knows Jane Doe.', { session_id }); // sealed under the new key
    expect(saidBy(await chat(replica.url, tenant.key, 'And John Smith?', { session_id }))).toContain('John Smith');
    const { data } = await tenant.ask('GET', `${tenant.path}/invitations`);
    expect(data.invitations).toEqual([expect.objectContaining({ id: invited.data.invitation.id, address: ADDRESS })]);
    expect(await tenant.records('?action=tenant.create')).toMatchObject([{ details: { 'after.name': 'rotated' } }]);

    expect((await tenant.ask('POST', `${tenant.path}/data-keys/rewrap`, { scope: 'tenant' })).data.versions).toBe(3);
    expect(saidBy(await chat(replica.url, tenant.key, 'Jane Doe again', { session_id }))).toContain('Jane Doe');
    expect((await tenant.verify()).valid).toBe(true);
  });

  it("is wrapped anew together with its sessions', and so are the platform's own", async () => {
    const tenant = await keyed('wrapped anew');
    await chat(administration.gateway.url, tenant.key, 'Patient Jane Doe is here.', { session_id: randomUUID() });
    const wrapped = async (id: string): Promise<Map<unknown, unknown>> => {
      const rows = await administration.gateway.sql(
        "select scope, encode(wrapped, 'hex') as bytes from data_keys where tenant_id = $1",
        [id],
      );
      return new Map(rows.map(({ scope, bytes }) => [scope, bytes]));
    };
    const rewrap = (id: string) => tenant.ask('POST', `/tenants/${id}/data-keys/rewrap`);
    await rewrap(PLATFORM); // its trail, which tells of this, is sealed under a key that is there from now on
    for (const id of [tenant.id, PLATFORM]) {
      const before = await wrapped(id);
      const { status, data } = await rewrap(id);
      expect([status, data.versions]).toEqual([200, before.size]);
      const after = await wrapped(id);
      expect([...after.keys()].toSorted()).toEqual([...before.keys()].toSorted());
      for (const [scope, bytes] of after) expect(bytes).not.toBe(before.get(scope));
    }
    expect([...(await wrapped(tenant.id)).keys()]).toContainEqual(expect.stringMatching(/^session#/));
    expect([...(await wrapped(PLATFORM)).keys()]).toContain('tenant');
  });

  it('is destroyed with confirmation only, and not while a legal hold stands', async () => {
    const tenant = await keyed('held');
    const shred = (body: object) => tenant.ask('POST', `${tenant.path}/data-keys/shred`, body);
    for (const [field, body] of [
      ['confirm', { scope: 'tenant' }],
      ['confirm', { scope: 'tenant', confirm: administration.gateway.clinic.id }],
      ['scope', { confirm: tenant.id }],
      ['scope', { scope: 'everything', confirm: tenant.id }],
    ] as const) {
      const answer = await shred(body);
      expect([answer.status, errorOf(answer)['details']]).toEqual([400, { field }]);
    }
    await tenant.ask('POST', `${tenant.path}/legal-holds`, { reason: 'a preservation letter' });
    expect((await shred({ scope: 'tenant', confirm: tenant.id })).status).toBe(409);
    expect(await versions(tenant.id)).toEqual([{ version: 1, gone: false }]);
    expect((await chat(administration.gateway.url, tenant.key)).status).toBe(200);
  });

  it('once destroyed opens nothing of the tenant any more, its chain still verifies, and others notice nothing', async () => {
    const { gateway } = administration;
    const [tenant, other] = [await keyed('shredded'), await keyed('beside')];
    const session_id = randomUUID();
    for (const { key, ask, path } of [tenant, other]) {
      await chat(gateway.url, key, 'Patient Jane Doe is here.', { session_id });
      await ask('POST', `${path}/invitations`, { app_id: 'default', address: ADDRESS });
      await ask('POST', '/break-glass', { reason: 'an emergency, the chart is needed' });
      expect(saidBy(await chat(replica.url, key, 'And Jane Doe?', { session_id }))).toContain('Jane Doe');
    }
    await tenant.ask('POST', `${tenant.path}/data-keys/rotate`, {});
    const { status, data } = await tenant.ask('POST', `${tenant.path}/data-keys/shred`, {
      scope: 'tenant',
      confirm: tenant.id,
    });
    expect([status, data.versions]).toEqual([200, 2]);
    expect(await versions(tenant.id)).toEqual([1, 2].map((version) => ({ version, gone: true })));

    gateway.upstream.clear();
    for (const url of [gateway.url, replica.url]) {
      const refused = await until(
        () => chat(url, tenant.key, 'And Jane Doe?', { session_id }),
        (answer) => answer.status !== 200,
      );
      expect(refused.text).not.toContain('Jane Doe');
    }
    expect(gateway.upstream.requests.map(({ body }) => body).join()).not.toContain('Jane Doe');
    const { invitations } = (await tenant.ask('GET', `${tenant.path}/invitations`)).data;
    expect(invitations).toEqual([expect.objectContaining({ address: '' })]);
    expect((await tenant.ask('GET', '/break-glass')).data.breakGlass).toEqual([
      expect.objectContaining({ reason: '' }),
    ]);
    const records = await tenant.records();
    expect(records.map(({ action }) => action)).toEqual(expect.arrayContaining(['tenant.update', 'inference.call']));
    for (const record of records) expect(record).toMatchObject({ details: null, ipAddress: null, userAgent: null });
    const shredding = records.filter(({ action }) => action === 'data_key.shred');
    expect(shredding.map(({ resourceType, outcome }) => [resourceType, outcome])).toEqual([
      ['data_key', 'success'],
      ['data_key_to_shred', 'success'],
    ]);
    const exported = await tenant.ask('GET', '/audit/export?format=csv');
    expect(exported.text).toContain('key destroyed');
    await tenant.sealed();
    expect(await tenant.verify()).toMatchObject({ valid: true, problems: [] });
    expect((await tenant.ask('POST', `${tenant.path}/data-keys/rotate`, {})).status).toBe(404);

    expect(saidBy(await chat(replica.url, other.key, 'And Jane Doe?', { session_id }))).toContain('Jane Doe');
    expect((await other.ask('GET', `${other.path}/invitations`)).data.invitations[0].address).toBe(ADDRESS);
    expect(await other.records('?action=tenant.create')).toMatchObject([{ details: { 'after.name': 'beside' } }]);
    expect(await other.verify()).toMatchObject({ valid: true });
  });

  it('once destroyed lets no new PHI be hidden half-way: such calls are refused', async () => {
    const { gateway } = administration;
    const tenant = await keyed('closed');
    await tenant.ask('POST', `${tenant.path}/data-keys/shred`, { scope: 'tenant', confirm: tenant.id });
    const refused = await until(
      () => chat(gateway.url, tenant.key, 'Patient Jane Doe is here.'),
      (answer) => answer.status !== 200,
    );
    expect([refused.status, refused.text.includes('Jane Doe')]).toEqual([404, false]);
  });
});
