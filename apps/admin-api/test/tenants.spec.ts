import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startAdministration, type Administration, type Answer } from './administration.js';
import { chat, errorOf, saidBy, startReplica, type Replica } from './requests.js';
import { until } from './waiting.js';

jest.setTimeout(180_000);

let administration: Administration;
let replica: Replica;
let admin: string;
beforeAll(async () => {
  administration = await startAdministration();
  const { gateway } = administration;
  replica = await startReplica(gateway);
  admin = await gateway.token({ userId: 'clinic-admin', groups: ['admin'] });
});
afterAll(async () => {
  await replica.close();
  await administration.close();
});

const asRoot = (method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer> =>
  administration.call(method, `/api/v2${path}`, { as: administration.root, body, headers });
const create = async (name: string): Promise<string> => {
  const { status, data } = await asRoot('POST', '/tenants', { name, app_id: 'default' });
  expect(status).toBe(201);
  return data.tenant.id;
};
const policy = (more: object = {}): object => ({
  mode: 'auto',
  categories: {},
  reidentification: { allowed: true, requires_approval: true, mapping_ttl_hours: 24 },
  ...more,
});

describe('a tenant', () => {
  it('is active at once, under the strict policy, in UTC, and its first key works', async () => {
    const { status, data } = await asRoot('POST', '/tenants', {
      name: '  St. Elsewhere  ',
      app_id: 'default',
      domain: 'Elsewhere.Example',
    });
    expect([status, data.tenant]).toEqual([
      201,
      expect.objectContaining({
        appId: 'default',
        name: 'St. Elsewhere',
        domain: 'elsewhere.example',
        status: 'active',
        phiConfig: null,
        phiConfigValid: true,
        settingsValid: true,
        timeZone: 'UTC',
        settings: {
          defaultModel: null,
          allowedProviders: null,
          maxTokensPerRequest: null,
          cache: null,
          rateLimit: null,
          tagKeys: null,
        },
      }),
    ]);
    const { key } = (await asRoot('POST', `/tenants/${data.tenant.id}/api-keys`, { name: 'first' })).data;
    const answer = await chat(administration.gateway.url, key);
    expect(answer.status).toBe(200);
    expect(saidBy(answer)).toMatch(/\[PHI_NAME_\d{5}\]/);
    expect(saidBy(answer)).not.toContain('Jane Doe');
  });

  it('is made of null for a domain that it has not', async () => {
    const { status, data } = await asRoot('POST', '/tenants', { name: 'none', app_id: 'default', domain: null });
    expect([status, data?.tenant.domain]).toEqual([201, null]);
  });

  it('whose stored policy is none is told as such among all others, and put right by a valid one', async () => {
    const id = await create('misconfigured');
    await administration.gateway.sql(`update tenants set phi_config = '{"mode": "sometimes"}' where id = $1`, [id]);
    const shown = async () =>
      (await asRoot('GET', '/tenants?limit=1000')).data.tenants.map(
        (tenant: { id: string; phiConfig: unknown; phiConfigValid: boolean }) => [
          tenant.id === id,
          tenant.phiConfigValid,
          tenant.phiConfig === null,
        ],
      );
    const listed = await shown();
    expect(listed).toContainEqual([true, false, true]);
    expect(listed.filter(([isIt, valid]: boolean[]) => !isIt && valid).length).toBeGreaterThan(1);
    expect((await asRoot('GET', `/tenants/${id}`)).data.tenant).toMatchObject({ phiConfigValid: false });
    await asRoot('PATCH', `/tenants/${id}`, { phi_config: null });
    expect(await shown()).toContainEqual([true, true, true]);
  });

  it('whose stored settings nobody can read is listed, refused its calls and put right', async () => {
    const id = await create('unreadable');
    const { key } = (await asRoot('POST', `/tenants/${id}/api-keys`, { name: 'first' })).data;
    const bad = '{"max_tokens_per_request": "many"}';
    await administration.gateway.sql('update tenants set settings = $2 where id = $1', [id, bad]);
    const listed = await asRoot('GET', '/tenants?limit=1000');
    expect(listed.status).toBe(200);
    const told = { settingsValid: false, phiConfigValid: true };
    expect(listed.data.tenants.find((tenant: { id: string }) => tenant.id === id)).toMatchObject(told);
    expect((await chat(administration.gateway.url, key)).status).toBe(503);
    const renamed = await asRoot('PATCH', `/tenants/${id}`, { name: 'renamed' });
    expect([renamed.status, renamed.data.tenant]).toEqual([200, expect.objectContaining(told)]);
    const stored = 'select settings::text as kept from tenants where id = $1';
    expect(await administration.gateway.sql(stored, [id])).toEqual([{ kept: bad }]);
    expect((await asRoot('POST', '/routing/explain', { tenant_id: id })).status).toBe(409);
    const cured = await asRoot('PATCH', `/tenants/${id}`, { settings: {} });
    expect(cured.data.tenant).toMatchObject({ settingsValid: true });
  });

  it('is listed with all others for a super administrator, and alone for its own', async () => {
    const id = await create('listed');
    const { gateway } = administration;
    const list = async (as: string, query = ''): Promise<{ ids: string[]; pagination: Record<string, unknown> }> => {
      const { text, data } = await administration.call('GET', `/api/v2/tenants${query}`, { as });
      const { meta } = JSON.parse(text) as { meta: { pagination: Record<string, unknown> } };
      return { ids: data.tenants.map((tenant: { id: string }) => tenant.id), pagination: meta.pagination };
    };
    const every = await list(administration.root, '?limit=1000');
    expect(every.ids).toEqual(expect.arrayContaining([id, gateway.clinic.id, gateway.hospital.id]));
    expect(every.pagination).toMatchObject({ page: 1, total: every.ids.length, hasMore: false });
    const pages = await Promise.all([1, 2].map((page) => list(administration.root, `?limit=1&page=${page}`)));
    expect(new Set(pages.flatMap(({ ids }) => ids)).size).toBe(2);
    expect((await list(administration.root, '?status=deleted')).ids).toEqual([]);

    expect((await list(admin)).ids).toEqual([gateway.clinic.id]);
    expect((await list(admin, '?status=suspended')).ids).toEqual([]);
    expect((await list(admin, '?page=2')).ids).toEqual([]);
    for (const method of ['GET', 'PATCH']) {
      const foreign = await administration.call(method, `/api/v2/tenants/${gateway.hospital.id}`, {
        as: admin,
        body: method === 'PATCH' ? { name: 'mine now' } : undefined,
      });
      expect([method, foreign.status]).toEqual([method, 404]);
    }
  });

  it('changes its PHI policy, and both replicas of the gateway obey within five seconds', async () => {
    const { gateway } = administration;
    const { id, key } = gateway.hospital;
    const shown = (): Promise<string[]> =>
      Promise.all([gateway.url, replica.url].map(async (url) => saidBy(await chat(url, key))));
    const strict = (texts: string[]): boolean => texts.every((text) => !text.includes('Jane Doe'));
    const restored = (texts: string[]): boolean => texts.every((text) => text.includes('Jane Doe'));
    expect(strict(await shown())).toBe(true);
    const phi_config = policy({ reidentification: { allowed: true, requires_approval: false, mapping_ttl_hours: 1 } });
    expect((await asRoot('PATCH', `/tenants/${id}`, { phi_config })).data.tenant.phiConfig).toMatchObject({
      mode: 'auto',
      reidentification: { allowed: true, requiresApproval: false, mappingTtlHours: 1 },
    });
    await until(shown, restored);
    expect((await asRoot('PATCH', `/tenants/${id}`, { phi_config: policy() })).status).toBe(200);
    await until(shown, strict);
    gateway.upstream.clear();
    await shown();
    expect(gateway.upstream.requests.map(({ body }) => body).join()).not.toContain('Jane Doe');
    expect((await asRoot('PATCH', `/tenants/${id}`, { phi_config: null })).data.tenant.phiConfig).toBeNull();
  });

  it('is changed only as it was read, where the change says so (If-Match)', async () => {
    const id = await create('tagged');
    const url = `${administration.url}/api/v2/tenants/${id}`;
    const authorization = `Bearer ${administration.root}`;
    const tag = async (): Promise<string> =>
      (await fetch(url, { headers: { authorization } })).headers.get('etag') ?? '';
    const rename = (name: string, match: string): Promise<Answer> =>
      asRoot('PATCH', `/tenants/${id}`, { name }, { 'if-match': match });
    const read = await tag();
    expect(read).toBe('"1"');
    expect((await rename('first', read)).status).toBe(200);
    const stale = await rename('second', read);
    expect([stale.status, errorOf(stale)['code']]).toEqual([412, 'PRECONDITION_FAILED']);
    expect((await rename('second', await tag())).data.tenant.name).toBe('second');
  });

  it('shows its PHI policy in full, and its trail names no word of a recogniser', async () => {
    const id = await create('Recognisers');
    const phi_config = policy({
      categories: { DIAGNOSIS: true },
      sensitivity: 'strict',
      unscannable: 'strip',
      second_opinion_down: 'rules_only',
      transformation: 'placeholder',
      date_shift: true,
      custom_recognisers: [
        { name: 'wards', category: 'ADDRESS', words: ['Ebonwing', 'Ashfloor'] },
        { name: 'chart', category: 'MEDICAL_RECORD', pattern: 'PT-\\d{6}' },
      ],
      allow_list: ['Oakphrase Clinic'],
    });
    const { data } = await asRoot('PATCH', `/tenants/${id}`, { phi_config });
    expect(data.tenant.phiConfig).toEqual({
      mode: 'auto',
      categories: expect.objectContaining({ DIAGNOSIS: true, TREATMENT: false, SSN: true }),
      reidentification: { allowed: true, requiresApproval: true, mappingTtlHours: 24, toolArguments: true },
      sensitivity: 'strict',
      unscannable: 'strip',
      secondOpinionDown: 'rules_only',
      transformation: 'placeholder',
      dateShift: true,
      customRecognisers: [
        { name: 'chart', category: 'MEDICAL_RECORD', pattern: 'PT-\\d{6}' },
        { name: 'wards', category: 'ADDRESS', words: ['Ashfloor', 'Ebonwing'] },
      ],
      allowList: ['Oakphrase Clinic'],
    });
    const trail = await until(
      () => asRoot('GET', '/audit?action=tenant.update', undefined, { 'x-tenant-id': id }),
      ({ text }) => text.includes('wards'),
    );
    expect(trail.text).toContain('wards (ADDRESS, 2 words), chart (MEDICAL_RECORD, a pattern)');
    expect(trail.text).not.toMatch(/Ebonwing|Oakphrase|PT-/);
  });

  it('changes what is named and keeps the rest; its own administrator may', async () => {
    const path = `/api/v2/tenants/${administration.gateway.clinic.id}`;
    const patch = (body: object): Promise<Answer> => administration.call('PATCH', path, { as: admin, body });
    const settings = {
      default_model: 'demo-chat-small',
      allowed_providers: ['demo', 'demo'],
      max_tokens_per_request: 500,
      rate_limit: { requests_per_minute: 60, tokens_per_day: 1_000_000 },
    };
    expect((await patch({ settings, time_zone: 'Europe/Berlin', domain: 'clinic.example' })).data.tenant).toMatchObject(
      {
        name: 'clinic',
        timeZone: 'Europe/Berlin',
        domain: 'clinic.example',
        settings: {
          defaultModel: 'demo-chat-small',
          allowedProviders: ['demo'],
          maxTokensPerRequest: 500,
          rateLimit: { requestsPerMinute: 60, tokensPerDay: 1_000_000 },
        },
      },
    );
    const after = await patch({ domain: null, settings: {}, time_zone: 'UTC' });
    expect(after.data.tenant).toMatchObject({ domain: null, timeZone: 'UTC', settings: { rateLimit: null } });
    expect((await administration.call('GET', path, { as: admin })).data.tenant).toEqual(after.data.tenant);
  });

  it.each([
    ['name', { name: '' }],
    ['domain', { domain: 'nodots' }],
    ['status', { status: 'asleep' }],
    ['status', { status: 'deleted' }],
    ['time_zone', { time_zone: 'Mars/Olympus' }],
    ['time_zone', { time_zone: '+01:00' }],
    ['settings.max_tokens_per_request', { settings: { max_tokens_per_request: 128_001 } }],
    ['settings.rate_limit.requests_per_minute', { settings: { rate_limit: { tokens_per_day: 1 } } }],
    ['settings.default_model', { settings: { default_model: 'no spaces' } }],
    ['settings.default_model', { settings: { default_model: 'unheard-of' } }],
    ['settings.allowed_providers', { settings: { allowed_providers: ['demo', 'unheard-of'] } }],
    ['phi_config', { phi_config: 'auto' }],
    ['phi_config', { phi_config: policy({ colour: 'red' }) }],
    ['phi_config.mode', { phi_config: policy({ mode: 'off' }) }],
    ['phi_config.sensitivity', { phi_config: policy({ sensitivity: 'paranoid' }) }],
    [
      'phi_config.custom_recognisers[0].pattern',
      { phi_config: policy({ custom_recognisers: [{ name: 'own', category: 'OTHER_ID', pattern: '(a)\\1' }] }) },
    ],
    ['phi_config.allow_list[0]', { phi_config: policy({ allow_list: [7] }) }],
    ['phi_config.categories', { phi_config: policy({ categories: { SHOE_SIZE: true } }) }],
    ['phi_config.categories.NAME', { phi_config: policy({ categories: { NAME: 'no' } }) }],
    ['phi_config.reidentification', { phi_config: { mode: 'auto' } }],
    [
      'phi_config.reidentification.mapping_ttl_hours',
      { phi_config: policy({ reidentification: { allowed: true, requires_approval: true, mapping_ttl_hours: 721 } }) },
    ],
    [
      'phi_config.reidentification.allowed',
      { phi_config: policy({ reidentification: { requires_approval: true, mapping_ttl_hours: 24 } }) },
    ],
  ])('refuses a bad %s and stays as it was: %j', async (field, body) => {
    const path = `/tenants/${administration.gateway.clinic.id}`;
    const before = (await asRoot('GET', path)).data;
    const answer = await asRoot('PATCH', path, body);
    expect([answer.status, errorOf(answer)['details'], (await asRoot('GET', path)).data]).toEqual([
      400,
      { field },
      before,
    ]);
  });

  it.each([
    ['name', { app_id: 'default' }],
    ['app_id', { name: 'x', app_id: 'none' }],
    ['time_zone', { name: 'x', app_id: 'default', time_zone: 'Nowhere' }],
    ['phi_config.mode', { name: 'x', app_id: 'default', phi_config: policy({ mode: 'perhaps' }) }],
  ])('is not taken in with a bad %s: %j', async (field, body) => {
    const answer = await asRoot('POST', '/tenants', body);
    expect([answer.status, errorOf(answer)['details']]).toEqual([400, { field }]);
  });
});
