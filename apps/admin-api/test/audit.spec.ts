import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { call, startAdministration, type Administration } from './administration.js';
import { chat, errorOf } from './requests.js';
import { takeIn, type AuditRecord } from './trail.js';
import { until } from './waiting.js';

jest.setTimeout(180_000);

let administration: Administration;
beforeAll(async () => {
  administration = await startAdministration();
});
afterAll(() => administration.close());

/** What the clinic's auditor reads. */
const records = async (query: string): Promise<AuditRecord[]> => {
  const as = await administration.gateway.token({ userId: 'reader', groups: ['auditor'] });
  return (await administration.call('GET', `/api/v2/audit${query}`, { as })).data.records;
};

describe('a change', () => {
  it('stands in the trail as it was and as it is, and with nothing else', async () => {
    const tenant = await takeIn(administration, 'before');
    await tenant.ask('PATCH', `/tenants/${tenant.id}`, {
      name: 'after',
      settings: { rate_limit: { requests_per_minute: 5, tokens_per_day: 9 } },
    });
    const [update] = await tenant.records('?action=tenant.update');
    expect(update).toMatchObject({
      outcome: 'success',
      resourceType: 'tenant',
      resourceId: tenant.id,
      details: {
        'before.name': 'before',
        'after.name': 'after',
        'before.settings.rate_limit.requests_per_minute': null,
        'after.settings.rate_limit.requests_per_minute': 5,
        'before.settings.rate_limit.tokens_per_day': null,
        'after.settings.rate_limit.tokens_per_day': 9,
      },
    });
    expect(Object.keys(update?.details ?? {})).toHaveLength(6);
  });

  it('that can not be written into the trail is not made: 503, and everything is as before', async () => {
    const tenant = await takeIn(administration, 'unshaken');
    const path = `/tenants/${tenant.id}`;
    const { sql } = administration.gateway;
    const state = async (): Promise<unknown> => [
      await sql('select * from tenants where id = $1', [tenant.id]),
      ...(await Promise.all(
        ['api_keys', 'invitations', 'legal_holds', 'token_revocations', 'break_glass_grants', 'audit_logs'].map(
          (table) => sql(`select * from ${table} where tenant_id = $1 order by id`, [tenant.id]),
        ),
      )),
      await sql('select version, wrapped from data_keys where tenant_id = $1 order by version', [tenant.id]),
    ];
    const { data } = await tenant.ask('POST', `${path}/api-keys`, { name: 'stays' });
    const key = `${path}/api-keys/${data.apiKey.id}`;
    await tenant.sealed();
    const before = await state();
    await sql("create function no_row() returns trigger language plpgsql as $$ begin raise 'disk full'; end $$");
    await sql(`create trigger no_row before insert on audit_logs for each row when (new.tenant_id = '${tenant.id}')
      execute function no_row()`);
    try {
      const changes: [method: string, path: string, body?: object][] = [
        ['PATCH', path, { name: 'shaken' }],
        ['POST', `${path}/api-keys`, { name: 'x' }],
        ['PATCH', key, { name: 'x' }],
        ['POST', `${key}/rotate`, {}],
        ['DELETE', key],
        ['POST', `${path}/invitations`, { app_id: 'default', address: 'a@b.example' }],
        ['POST', `${path}/token-revocations`, { user_id: 'somebody' }],
        ['POST', `${path}/legal-holds`, { reason: 'a letter has come' }],
        ['POST', `${path}/data-keys/rotate`, {}],
        ['POST', `${path}/data-keys/shred`, { scope: 'tenant', confirm: tenant.id }],
        ['POST', '/break-glass', { reason: 'an emergency, the chart is needed' }],
      ];
      for (const [method, address, body] of changes) {
        const answer = await tenant.ask(method, address, body);
        expect([address, answer.status, errorOf(answer)['code']]).toEqual([address, 503, 'SERVICE_UNAVAILABLE']);
        expect(answer.text).not.toMatch(/disk full|audit_logs|trigger/);
      }
      for (const address of [path, '/audit', '/audit/export', '/access-review']) {
        expect([address, (await tenant.ask('GET', address)).status]).toEqual([address, 503]); // reading is recorded too
      }
      expect(await state()).toEqual(before);
    } finally {
      await sql('drop trigger no_row on audit_logs');
      await sql('drop function no_row()');
    }
    expect((await tenant.ask('PATCH', path, { name: 'shaken' })).status).toBe(200);
  });
});

describe('a search', () => {
  it('finds by every filter, newest first, a page at a time with a true total', async () => {
    const { gateway } = administration;
    const tenant = await takeIn(administration, 'searched');
    const path = `/tenants/${tenant.id}`;
    const made = await Promise.all(
      Array.from({ length: 5 }, (_, index) => tenant.ask('POST', `${path}/api-keys`, { name: `key ${index}` })),
    );
    const [first] = made;
    const called = await chat(gateway.url, first?.data.key, 'hello');
    const { meta } = JSON.parse(called.text) as { meta: { requestId: string } };
    const resource: string = first?.data.apiKey.id;
    const moments = await gateway.sql(
      `select min(occurred_at) as first, max(occurred_at) as last from audit_logs
         where tenant_id = $1 and action = 'api_key.create'`,
      [tenant.id],
    );
    const iso = (name: string): string => (moments[0]?.[name] as Date).toISOString();
    const counts: [query: string, count: number][] = [
      ['?action=api_key.create', 5],
      ['?action=api_key.create&outcome=success', 5],
      ['?outcome=failed', 0],
      [`?resource_id=${resource}`, 1],
      ['?resource_type=api_key', 5],
      ['?provider_id=demo', 2],
      [`?request_id=${meta.requestId}`, 2],
      ['?actor_id=root&action=api_key.create', 5],
      [`?actor_id=${resource}`, 2], // the key's call, by the key
      ['?actor_id=somebody', 0],
      [`?action=api_key.create&to=${iso('first')}`, 0],
      [`?action=api_key.create&from=${iso('first')}`, 5],
      [`?resource_type=api_key&from=${new Date(Date.parse(iso('last')) + 1).toISOString()}`, 0],
      ['?request_id=x', 0],
      ["?resource_id=' or 1=1 --", 0],
      ['?resource_id=%25', 0],
    ];
    for (const [query, count] of counts) expect([query, (await tenant.records(query)).length]).toEqual([query, count]);

    const impossible = await tenant.ask('GET', '/audit?resource_id=%00');
    expect([impossible.status, errorOf(impossible)['details']]).toEqual([400, { field: 'resource_id' }]);

    const page = async (number: number): Promise<{ ids: string[]; pagination: unknown }> => {
      const { text, data } = await tenant.ask('GET', `/audit?action=api_key.create&limit=2&page=${number}`);
      const { meta: about } = JSON.parse(text) as { meta: { pagination: unknown } };
      return { ids: data.records.map(({ id }: { id: string }) => id), pagination: about.pagination };
    };
    const pages = [await page(1), await page(2), await page(3)];
    const whole = await tenant.records('?action=api_key.create');
    expect(pages.flatMap(({ ids }) => ids)).toEqual(whole.map(({ id }) => id));
    expect(pages.map(({ pagination }) => pagination)).toEqual([
      { page: 1, limit: 2, total: 5, hasMore: true },
      { page: 2, limit: 2, total: 5, hasMore: true },
      { page: 3, limit: 2, total: 5, hasMore: false },
    ]);
  });

  it.each(['action=none', 'outcome=maybe', 'from=yesterday', 'page=0', 'limit=1001', 'actor_id='])(
    'is refused with %s, which is named',
    async (query) => {
      const { root: as } = administration;
      const answer = await administration.call('GET', `/api/v2/audit?${query}`, { as });
      expect([answer.status, errorOf(answer)['details']]).toEqual([400, { field: query.split('=')[0] }]);
    },
  );

  it("shows a super administrator every tenant's, and everybody else his own", async () => {
    const tenant = await takeIn(administration, 'among others');
    const tenants = async (as: string): Promise<Set<string>> => {
      const { data } = await administration.call('GET', '/api/v2/audit?limit=1000', { as });
      return new Set(data.records.map(({ tenantId }: { tenantId: string }) => tenantId));
    };
    const { gateway, root } = administration;
    const own = await gateway.token({ userId: 'own-auditor', groups: ['auditor'] });
    expect((await tenants(root)).has(tenant.id)).toBe(true);
    expect([...(await tenants(own))]).toEqual([gateway.clinic.id]);
    const [read] = await records('?action=audit.read&actor_id=root');
    expect(read?.details).toMatchObject({ all_tenants: true });
  });
});

describe('what is refused', () => {
  it('by scope, by role, by app and by tenant stands in the trail of who asked', async () => {
    const { gateway } = administration;
    const { clinic, hospital } = gateway;
    const admin = await gateway.token({ userId: 'issuing-admin', groups: ['admin'] });
    const issued = await administration.call('POST', `/api/v2/tenants/${clinic.id}/api-keys`, {
      as: admin,
      body: { name: 'reads', scopes: ['model.read'] },
    });
    const operator = await gateway.token({ userId: 'curious', groups: ['operator'], appId: 'thinktank' });
    const refusals: [what: object, answer: Promise<{ status: number }>][] = [
      [
        { resourceId: 'POST /api/v2/chat/completions', apiKeyId: issued.data.apiKey.id },
        chat(gateway.url, issued.data.key),
      ],
      [
        { resourceId: 'GET /api/v2/audit', adminId: 'curious' },
        administration.call('GET', '/api/v2/audit', { as: operator }),
      ],
      [
        { resourceId: 'GET /api/v2/models', adminId: 'curious' },
        call(gateway.url, 'GET', '/api/launchboard/models', { as: operator }),
      ],
      [
        { resourceId: 'GET /api/v2/apps', adminId: 'curious' },
        administration.call('GET', '/api/v2/apps', { as: operator, headers: { 'x-tenant-id': hospital.id } }),
      ],
    ];
    for (const [, answer] of refusals) expect((await answer).status).toBe(403);
    const found = await until(
      () => records('?action=access.refuse&limit=1000'),
      ({ length }) => length >= 4,
    );
    for (const [what] of refusals) {
      expect(found).toContainEqual(
        expect.objectContaining({ outcome: 'refused', tenantId: clinic.id, details: { code: 'forbidden' }, ...what }),
      );
    }
  });
});
