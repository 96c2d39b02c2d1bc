import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { call, startAdministration, type Administration, type Answer } from './administration.js';
import { chat, errorOf, saidBy, startReplica, statusOf, type Replica } from './requests.js';
import { takeIn, type OwnTenant } from './trail.js';
import { until } from './waiting.js';

jest.setTimeout(180_000);

const REASON = 'The contract ended on 30 June';
const RESTORING = {
  mode: 'auto',
  categories: {},
  reidentification: { allowed: true, requires_approval: false, mapping_ttl_hours: 24 },
};

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

/** A tenant in use: a session that names a patient, on both replicas, an invitation and what it was billed. */
async function inUse(name: string) {
  const { gateway } = administration;
  const tenant = await takeIn(administration, name);
  const path = `/tenants/${tenant.id}`;
  await tenant.ask('PATCH', path, { phi_config: RESTORING });
  const key: string = (await tenant.ask('POST', `${path}/api-keys`, { name: 'key' })).data.key;
  const session_id = randomUUID();
  const person = await gateway.token({ tenantId: tenant.id, userId: 'nurse-2' });
  expect((await chat(gateway.url, person, 'Patient Jane Doe is here.', { session_id })).status).toBe(200);
  expect(saidBy(await chat(replica.url, person, 'And Jane Doe?', { session_id }))).toContain('Jane Doe');
  expect((await chat(replica.url, key, 'Patient Jane Doe is here.', { session_id: randomUUID() })).status).toBe(200);
  await tenant.ask('POST', `${path}/invitations`, { app_id: 'default', address: 'nurse@elsewhere.example' });
  await gateway.settled();
  return { ...tenant, path, key, person, session_id };
}
const remove = (tenant: OwnTenant, confirm: string, reason = REASON): Promise<Answer> =>
  tenant.ask('POST', `/tenants/${tenant.id}/deletion`, { confirm, reason });
const keys = (id: string): Promise<Record<string, unknown>[]> =>
  administration.gateway.sql('select scope from data_keys where tenant_id = $1 and wrapped is not null', [id]);
const books = (id: string): Promise<Record<string, unknown>[]> =>
  administration.gateway.sql(
    `select (select count(*)::integer from usage_records where tenant_id = $1) as calls,
       (select sum(billed_amount_picos)::text from usage_records where tenant_id = $1) as billed,
       (select sum(amount_picos)::text from ledger_entries where tenant_id = $1) as balance,
       (select sum(amount_picos)::text from ledger_entries where tenant_id = $1 and account = 'receivable') as owed`,
    [id],
  );

describe('deleting a tenant', () => {
  it('needs its name and a reason, a super administrator, and no legal hold', async () => {
    const tenant = await inUse('guarded');
    for (const [field, answer] of [
      ['confirm', await remove(tenant, 'garded')],
      ['confirm', await remove(tenant, tenant.id)],
      ['reason', await remove(tenant, 'guarded', 'no')],
    ] as const) {
      expect([answer.status, errorOf(answer)['details']]).toEqual([400, { field }]);
    }
    const own = await administration.gateway.token({ tenantId: tenant.id, userId: 'boss', groups: ['admin'] });
    const body = { confirm: 'guarded', reason: REASON };
    const path = `/api/v2/tenants/${tenant.id}/deletion`;
    expect((await administration.call('POST', path, { as: own, body })).status).toBe(403);
    await tenant.ask('POST', `${tenant.path}/legal-holds`, { reason: 'a preservation letter' });
    expect((await remove(tenant, 'guarded')).status).toBe(409);
    expect((await keys(tenant.id)).length).toBeGreaterThan(1);
    expect(
      saidBy(await chat(replica.url, tenant.person, 'And Jane Doe?', { session_id: tenant.session_id })),
    ).toContain('Jane Doe');
  });

  it('closes it on every replica within five seconds, with its keys gone, and the next tenant untouched', async () => {
    const { gateway } = administration;
    const [tenant, other] = [await inUse('leaving'), await inUse('staying')];
    const before = await keys(tenant.id);
    expect(before.length).toBeGreaterThan(2); // the tenant's own and its sessions'
    const { status, data } = await remove(tenant, 'leaving');
    expect([status, data]).toMatchObject([200, { tenant: { status: 'deleted' }, keysDestroyed: before.length }]);
    expect(await keys(tenant.id)).toEqual([]);
    for (const url of [gateway.url, replica.url]) {
      for (const credential of [tenant.key, tenant.person]) {
        await until(
          () => statusOf(url, credential),
          (answered) => answered === 401,
        );
      }
      const refused = await chat(url, tenant.person, 'And Jane Doe?', { session_id: tenant.session_id });
      expect([refused.status, refused.text.includes('Jane Doe')]).toEqual([401, false]);
    }
    expect(await keys(tenant.id)).toEqual([]);
    const again = await tenant.ask('PATCH', tenant.path, { status: 'active' });
    expect([again.status, errorOf(again)['code']]).toEqual([409, 'CONFLICT']);
    expect((await tenant.ask('POST', `${tenant.path}/data-keys/rotate`, {})).status).toBe(404);
    expect(saidBy(await chat(replica.url, other.person, 'And Jane Doe?', { session_id: other.session_id }))).toContain(
      'Jane Doe',
    );
  });

  it('keeps what was billed and a chain that verifies, and says who did it and why', async () => {
    const tenant = await inUse('billed');
    const before = await books(tenant.id);
    expect(before).toMatchObject([{ calls: 3, balance: '0' }]);
    await tenant.sealed();
    expect((await remove(tenant, 'billed')).status).toBe(200);
    expect(await books(tenant.id)).toEqual(before);
    const records = await tenant.records();
    expect(
      records
        .filter(({ action }) => action === 'tenant.delete')
        .map(({ outcome, resourceType }) => [outcome, resourceType]),
    ).toEqual([
      ['success', 'tenant'],
      ['success', 'tenant_to_delete'],
    ]);
    for (const record of records) expect(record).toMatchObject({ details: null, userAgent: null });
    const { invitations } = (await tenant.ask('GET', `${tenant.path}/invitations`)).data;
    expect(invitations).toEqual([expect.objectContaining({ address: '' })]);
    await tenant.sealed();
    expect(await tenant.verify()).toMatchObject({ valid: true, problems: [] });

    const platform = await call(administration.url, 'GET', '/api/v2/audit?action=tenant.delete', {
      as: administration.root,
      headers: { 'x-tenant-id': '00000000-0000-0000-0000-000000000000' },
    });
    expect(platform.data.records).toEqual(
      expect.arrayContaining([expect.objectContaining({ resourceId: tenant.id, details: { reason: REASON } })]),
    );
  });

  it('can be asked for again: nothing more happens', async () => {
    const tenant = await inUse('twice');
    expect((await remove(tenant, 'twice')).data.keysDestroyed).toBeGreaterThan(1);
    const { status, data } = await remove(tenant, 'twice');
    expect([status, data.keysDestroyed, data.tenant.status]).toEqual([200, 0, 'deleted']);
  });

  it('leaves what stays of it to a legal hold, which keeps its reason', async () => {
    const tenant = await inUse('sued later');
    const holds = `${tenant.path}/legal-holds`;
    const early = (await tenant.ask('POST', holds, { reason: 'a letter before the end' })).data.legalHold.id;
    await tenant.ask('DELETE', `${holds}/${early}`);
    expect((await remove(tenant, 'sued later')).status).toBe(200);
    const placed = await tenant.ask('POST', holds, { reason: 'a letter after the end' });
    expect([placed.status, placed.data]).toMatchObject([201, { legalHold: { reason: 'a letter after the end' } }]);
    expect((await tenant.ask('GET', holds)).data.legalHolds).toMatchObject([
      { reason: 'a letter after the end', releasedAt: null },
      { reason: '' },
    ]);
    const purge = (): Promise<Answer> =>
      tenant.ask('POST', '/audit/purge', { retention_class: 'access', before: '2019-01-01' });
    expect((await purge()).status).toBe(409);
    expect((await tenant.ask('DELETE', `${holds}/${placed.data.legalHold.id}`)).status).toBe(200);
    expect((await purge()).status).toBe(200);
    const stored = await administration.gateway.sql('select reason from legal_holds where tenant_id = $1', [tenant.id]);
    expect(JSON.stringify(stored.map(({ reason }) => String(reason)))).not.toContain('letter');
  });
});
