import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { call, startAdministration, type Administration, type Answer, type CallOptions } from './administration.js';
import { chat, errorOf } from './requests.js';
import { until } from './waiting.js';

jest.setTimeout(360_000);

let administration: Administration;
beforeAll(async () => {
  administration = await startAdministration();
});
afterAll(() => administration.close());

const ask = (method: string, path: string, body?: object, options: CallOptions = {}): Promise<Answer> =>
  administration.call(method, `/api/v2${path}`, { as: administration.root, body, ...options });
const talk = (model = 'demo-chat-small'): Promise<Answer> => {
  const { url, clinic } = administration.gateway;
  return chat(url, clinic.key, 'Patient Jane Doe is here.', { model });
};
const embed = (): Promise<Answer> => {
  const { url, clinic } = administration.gateway;
  const body = { model: 'demo-embed', input: 'Patient Jane Doe is here.' };
  return call(url, 'POST', '/v1/embeddings', { as: clinic.key, body });
};
const status =
  (wanted: number) =>
  (answer: Answer): boolean =>
    answer.status === wanted;
const policy = async (mode: 'auto' | 'disabled'): Promise<void> => {
  const phi_config = {
    mode,
    categories: {},
    reidentification: { allowed: true, requires_approval: false, mapping_ttl_hours: 24 },
  };
  const { clinic } = administration.gateway;
  expect((await ask('PATCH', `/tenants/${clinic.id}`, { phi_config })).status).toBe(200);
};
const NEW_BAA = {
  provider_id: 'demo',
  document_reference: 'Contract 2026/17',
  services: ['chat'],
  effective_from: '2026-01-01T00:00:00Z',
  expires_at: '2099-01-01T00:00:00Z',
};

describe('a business associate agreement', () => {
  let id: string;

  it('is taken down, shown, changed against its ETag, and stands in the trail', async () => {
    const added = await ask('POST', '/baas', { ...NEW_BAA, model_id: 'demo-chat-small' });
    expect([added.status, added.data.baa]).toMatchObject([
      201,
      { providerId: 'demo', modelId: 'demo-chat-small', region: null, services: ['chat'], state: 'live', revision: 1 },
    ]);
    id = added.data.baa.id;
    expect((await ask('GET', `/baas/${id}`)).data.baa).toEqual(added.data.baa);
    const path = `/baas/${id}`;
    const change = { document_reference: 'Contract 2026/18' };
    expect((await ask('PATCH', path, change, { headers: { 'if-match': '"7"' } })).status).toBe(412);
    const changed = await ask('PATCH', path, change, { headers: { 'if-match': '"1"' } });
    expect(changed.data.baa).toMatchObject({ documentReference: 'Contract 2026/18', revision: 2 });
    const listed = await ask('GET', '/baas?provider_id=demo');
    expect(listed.data.baas.map((baa: { id: string }) => baa.id)).toContain(id);
    expect(listed.data.pagination.total).toBe(listed.data.baas.length);
    const { data } = await ask('GET', '/audit?limit=3');
    expect(data.records.slice(1).map(({ action }: { action: string }) => action)).toEqual([
      'agreement.update',
      'agreement.create',
    ]);
  });

  it('lets PHI leave in the clear while it is in force, for what it covers, and nothing else', async () => {
    await policy('disabled');
    const others = (await ask('GET', '/baas')).data.baas.filter((baa: { id: string }) => baa.id !== id);
    for (const baa of others) expect((await ask('DELETE', `/baas/${baa.id}`)).data.baa.state).toBe('expired');
    const refused = await until(() => talk('demo-chat-large'), status(403));
    expect(errorOf(refused)).toMatchObject({ code: 'BAA_REQUIRED', details: { model: 'demo-chat-large' } });
    expect((await embed()).text).toContain('"code":"baa_required"');
    expect((await talk()).status).toBe(200);

    expect((await ask('PATCH', '/providers/demo', { hipaa_compliant: false })).status).toBe(200);
    await until(talk, status(403));
    expect((await ask('PATCH', '/providers/demo', { hipaa_compliant: true })).status).toBe(200);
    await until(talk, status(200));

    expect((await ask('DELETE', `/baas/${id}`)).data.baa).toMatchObject({ state: 'expired', daysLeft: 0 });
    await until(talk, status(403));
    expect((await ask('GET', `/baas/${id}`)).status).toBe(200);
  });

  it('is asked for no call whose policy hides whom it is about', async () => {
    await policy('auto');
    await until(talk, status(200));
    expect((await embed()).status).toBe(200);
  });

  it.each([
    ['provider_id', { provider_id: 'none' }],
    ['model_id', { model_id: 'none' }],
    ['services', { services: ['audio'] }],
    ['services', { services: [] }],
    ['expires_at', { expires_at: '2026-01-01T00:00:00Z' }],
    ['document_reference', { document_reference: '' }],
    ['effective_from', { effective_from: 'soon' }],
  ])('is refused for a bad %s', async (field, over) => {
    const answer = await ask('POST', '/baas', { ...NEW_BAA, ...over });
    expect([answer.status, errorOf(answer)['details']]).toEqual([400, { field }]);
  });

  it('that ends soon is warned of once, however many replicas look', async () => {
    const ends = new Date(Date.now() + 5 * 86_400_000).toISOString();
    const { id: soon } = (await ask('POST', '/baas', { ...NEW_BAA, expires_at: ends })).data.baa;
    const { gateway } = administration;
    const replicas = await Promise.all([startAdministration({ gateway }), startAdministration({ gateway })]);
    const told = await until(
      () => ask('GET', '/baas/warnings'),
      ({ data }) => data.warnings.some(({ baaId }: { baaId: string }) => baaId === soon),
    );
    for (const replica of replicas) await replica.close();
    expect(told.data.warnings.filter(({ baaId }: { baaId: string }) => baaId === soon)).toEqual([
      { baaId: soon, daysBefore: 7, expiresAt: ends, raisedAt: expect.any(String) },
    ]);
    const lines = [administration, ...replicas].flatMap(({ logLines }) => logLines);
    expect(lines.filter((line) => line.includes('ALERT') && line.includes(soon))).toHaveLength(1);
    const platform = { 'x-tenant-id': '00000000-0000-0000-0000-000000000000' };
    const trail = await ask('GET', '/audit?action=agreement.warn', undefined, { headers: platform });
    expect(trail.data.records.map(({ resourceId }: { resourceId: string }) => resourceId)).toContain(soon);
    await ask('DELETE', `/baas/${soon}`);
  });

  it('is for super administrators to make and to end', async () => {
    const admin = await administration.gateway.token({ userId: 'registry-admin', groups: ['admin'] });
    expect((await ask('POST', '/baas', NEW_BAA, { as: admin })).status).toBe(403);
    expect((await ask('DELETE', `/baas/${id}`, undefined, { as: admin })).status).toBe(403);
    expect((await ask('GET', '/baas', undefined, { as: admin })).status).toBe(200);
    expect((await ask('GET', '/baas/99999999-9999-4999-8999-999999999999')).status).toBe(404);
    expect((await ask('GET', '/baas/nonsense')).status).toBe(400);
  });
});

describe('a routing rule', () => {
  it('makes an alias, obeyed within five seconds, until it is taken away', async () => {
    const targets = [{ model_id: 'demo-chat-large' }, { model_id: 'demo-chat-small', priority: 1 }];
    const made = await ask('PUT', '/routing/rules/fast', { targets });
    expect(made.data.rule).toMatchObject({ name: 'fast', revision: 1, targets: [{ weight: 1 }, { priority: 1 }] });
    const answer = await until(() => talk('fast'), status(200));
    expect(answer.data.model).toBe('demo-chat-large');
    expect((await ask('PUT', '/routing/rules/fast', { targets }, { headers: { 'if-match': '"9"' } })).status).toBe(412);
    expect((await ask('GET', '/routing/rules')).data.rules).toMatchObject([
      { name: 'fast' },
      { name: 'omni-moderation-latest' },
    ]);
    expect((await ask('DELETE', '/routing/rules/fast')).status).toBe(200);
    await until(() => talk('fast'), status(404));
    expect((await ask('DELETE', '/routing/rules/fast')).status).toBe(404);
  });

  it.each([
    [{}],
    [{ targets: [] }],
    [{ targets: [{ model_id: 'none' }] }],
    [{ targets: [{ model_id: 'demo-embed', weight: 0 }] }],
    [{ targets: [{ model_id: 'demo-embed' }, { model_id: 'demo-embed' }] }],
  ])('is refused as %j', async (body) => {
    expect((await ask('PUT', '/routing/rules/bad', body)).status).toBe(400);
  });

  it('is explained: which targets there are, and why each is taken or refused', async () => {
    const targets = [{ model_id: 'demo-chat-large' }, { model_id: 'demo-chat-small', priority: 1 }];
    await ask('PUT', '/routing/rules/explained', { targets });
    await ask('PATCH', '/models/demo-chat-large', { status: 'inactive' });
    const explain = async (body: object) => (await ask('POST', '/routing/explain', body)).data;
    expect(await explain({ model: 'explained' })).toEqual({
      model: 'explained',
      targets: [
        { modelId: 'demo-chat-large', providerId: 'demo', taken: false, refusal: 'not_active', breakers: [] },
        { modelId: 'demo-chat-small', providerId: 'demo', taken: true, refusal: null, breakers: [] },
      ],
    });
    expect((await explain({ model: 'explained', exposes_phi: true })).targets[1]).toMatchObject({
      taken: false,
      refusal: 'baa_required',
    });
    const { clinic } = administration.gateway;
    await ask('PATCH', `/tenants/${clinic.id}`, { settings: { allowed_providers: [], default_model: 'explained' } });
    expect(await explain({ tenant_id: clinic.id })).toMatchObject({
      model: 'explained',
      targets: [{ refusal: 'not_active' }, { refusal: 'provider_not_allowed' }],
    });
    expect(await explain({ model: 'none' })).toEqual({ model: 'none', targets: [] });
    expect(await explain({})).toEqual({ model: null, targets: [] });
    expect((await ask('POST', '/routing/explain', { tenant_id: 'nonsense' })).status).toBe(400);
  });
});
