import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startAdministration, type Administration, type Answer, type CallOptions } from './administration.js';
import { FULL_MODEL, FULL_PROVIDER } from './registry-rows.js';
import { chat, errorOf, startReplica, type Replica } from './requests.js';
import { until } from './waiting.js';

jest.setTimeout(360_000);

let administration: Administration;
let replica: Replica;
let admin: string;
beforeAll(async () => {
  administration = await startAdministration();
  replica = await startReplica(administration.gateway);
  admin = await administration.gateway.token({ userId: 'registry-admin', groups: ['admin'] });
  await expectStatus(ask('POST', '/providers', FULL_PROVIDER), 201);
  await expectStatus(ask('POST', '/models', FULL_MODEL), 201);
});
afterAll(async () => {
  await replica.close();
  await administration.close();
});

const ask = (method: string, path: string, body?: object, options: CallOptions = {}): Promise<Answer> =>
  administration.call(method, `/api/v2${path}`, { as: administration.root, body, ...options });

async function expectStatus(asked: Promise<Answer>, status: number): Promise<Answer> {
  const answer = await asked;
  expect([answer.status, answer.status === status ? '' : answer.text]).toEqual([status, '']);
  return answer;
}

/** The ETag of a row. */
async function tagOf(path: string): Promise<string> {
  const response = await fetch(`${administration.url}/api/v2${path}`, {
    headers: { authorization: `Bearer ${administration.root}` },
  });
  return response.headers.get('etag') ?? '';
}

describe('providers and models', () => {
  it('are shown with every field that they were given', async () => {
    const provider = await expectStatus(ask('GET', '/providers/acme'), 200);
    expect(provider.data.provider).toEqual({
      id: 'acme',
      name: 'Acme',
      type: 'mid-tier',
      status: 'inactive',
      draining: false,
      hipaaCompliant: true,
      baaAvailable: true,
      baseUrl: 'https://models.acme.example/openai',
      authType: 'api_key',
      region: 'eu-central-1',
      credential: 'env:ACME_KEY',
      connection: {
        dialect: 'openai',
        apiVersion: null,
        keyHeader: 'x-acme-key',
        omit: ['seed'],
        rename: { max_completion_tokens: 'max_tokens' },
        extraFields: [],
        ca: null,
        clientCertificate: null,
        clientKey: null,
      },
      capabilities: ['chat'],
      config: { tier: 'gold' },
      revision: 1,
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });
    const model = await expectStatus(ask('GET', '/models/acme%2Flarge'), 200);
    expect(model.data.model).toMatchObject({
      id: 'acme/large',
      providerId: 'acme',
      displayName: 'Acme Large',
      description: 'Long contexts',
      type: 'self-hosted',
      specialty: 'coding',
      contextWindow: 200_000,
      maxOutputTokens: 32_000,
      supportsVision: true,
      supportsStreaming: false,
      hasThinkingMode: true,
      thinkingBudgetTokens: 16_000,
      prices: [],
      thermalState: 'COLD',
      thermalConfig: { state: 'AUTOMATIC', minInstances: 0, maxInstances: 2, scaleToZeroAfterMinutes: 15 },
      status: 'coming_soon',
      releaseDate: '2026-02-28',
      deprecationDate: '2027-02-28',
      revision: 1,
    });
    expect((await ask('GET', '/models/demo-chat-small')).data.model.prices).toMatchObject([
      { version: 1, inputTokens: '0.15', markupBasisPoints: 2_000 },
    ]);
  });

  it('are listed in order, by slices with the true total, and filtered', async () => {
    const listed = await expectStatus(ask('GET', '/models?limit=2&offset=1'), 200);
    expect(listed.data.models.map(({ displayName }: { displayName: string }) => displayName)).toEqual([
      'Demo chat, large (demo)',
      'Demo chat, small (demo)',
    ]);
    expect(listed.data.pagination).toEqual({ limit: 2, offset: 1, total: 6, hasMore: true });
    const idsOf = async (path: string): Promise<string[]> => {
      const { data } = await ask('GET', path);
      return (data.models ?? data.providers).map(({ id }: { id: string }) => id);
    };
    expect(await idsOf('/models?provider_id=acme')).toEqual(['acme/large']);
    expect(await idsOf('/models?specialty=embedding')).toEqual(['demo-embed']);
    expect(await idsOf('/models?status=coming_soon&type=self-hosted&supports_vision=true')).toEqual(['acme/large']);
    expect(await idsOf('/providers?hipaa_compliant=true&status=inactive&type=mid-tier')).toEqual(['acme']);
    expect(await idsOf('/providers/demo/models')).toHaveLength(5);
    expect(await idsOf('/providers/acme/models')).toEqual([]);
  });

  it.each([
    ['/models?limit=0', 'limit'],
    ['/models?limit=101', 'limit'],
    ['/models?offset=-1', 'offset'],
    ['/models?status=gone', 'status'],
    ['/providers?hipaa_compliant=maybe', 'hipaa_compliant'],
  ])('are not listed by %s', async (path, field) => {
    expect(errorOf(await expectStatus(ask('GET', path), 400))['details']).toEqual({ field });
  });

  it.each(['/models/none', '/providers/none', '/providers/none/models'])('are 404 at %s', async (path) => {
    await expectStatus(ask('GET', path), 404);
  });
});

describe('a change of the registry', () => {
  it('changes what is named and nothing else, and tells of before and after in the trail', async () => {
    const before = (await ask('GET', '/models/demo-chat-large')).data.model;
    const changed = await expectStatus(ask('PATCH', '/models/demo-chat-large', { display_name: 'Renamed' }), 200);
    expect(changed.data.model).toEqual({
      ...before,
      displayName: 'Renamed',
      revision: before.revision + 1,
      updatedAt: expect.any(String),
    });
    await expectStatus(ask('PUT', '/providers/acme', { hipaa_compliant: false, region: null }), 200);
    const { data } = await ask('GET', '/audit?limit=5');
    expect(data.records.slice(1)).toMatchObject([
      {
        action: 'provider.update',
        resourceId: 'acme',
        details: {
          'before.hipaa_compliant': true,
          'after.hipaa_compliant': false,
          'before.region': 'eu-central-1',
          'after.region': null,
        },
      },
      {
        action: 'model.update',
        resourceId: 'demo-chat-large',
        details: { 'before.display_name': before.displayName, 'after.display_name': 'Renamed' },
      },
      { action: 'model.create', resourceId: 'acme/large' },
      { action: 'provider.create', resourceId: 'acme' },
    ]);
  });

  it('is made to what was read, where the caller says what that was', async () => {
    for (const [path, body] of [
      ['/models/demo-embed', { description: 'Changed' }],
      ['/providers/acme', { name: 'Acme, renamed' }],
    ] as const) {
      const tag = await tagOf(path);
      expect(tag).toMatch(/^"\d+"$/);
      await expectStatus(ask('PATCH', path, body, { headers: { 'if-match': `"999", ${tag}` } }), 200);
      const stale = await expectStatus(ask('PATCH', path, body, { headers: { 'if-match': tag } }), 412);
      expect(errorOf(stale)['code']).toBe('PRECONDITION_FAILED');
      for (const never of ['"nonsense"', `W/${await tagOf(path)}`, '']) {
        await expectStatus(ask('PUT', path, body, { headers: { 'if-match': never } }), 412);
      }
      await expectStatus(ask('PATCH', path, body, { headers: { 'if-match': '*' } }), 200);
      await expectStatus(ask('PATCH', path, body), 200);
    }
  });

  it('is refused to who has not the role, whatever If-Match says', async () => {
    const auditor = await administration.gateway.token({ userId: 'looks-on', groups: ['auditor'] });
    for (const path of ['/models/demo-embed', '/providers/acme']) {
      const options = { as: auditor, headers: { 'if-match': '"999"' } };
      await expectStatus(ask('PATCH', path, { status: 'inactive' }, options), 403);
    }
  });

  it('of where calls go, and with which secret, is for super administrators', async () => {
    await expectStatus(ask('PATCH', '/providers/acme', { status: 'deprecated', name: 'Acme' }, { as: admin }), 200);
    for (const body of [
      { base_url: 'https://elsewhere.example' },
      { base_url: null },
      { credential: 'env:OTHER_KEY' },
      { auth_type: 'none' },
      { connection: {} },
      { region: 'us-east-1' },
    ]) {
      const refused = await expectStatus(ask('PATCH', '/providers/acme', body, { as: admin }), 403);
      expect(errorOf(refused)['details']).toEqual({ field: Object.keys(body)[0] });
    }
    await expectStatus(ask('PATCH', '/models/demo-embed', { name: 'dearer' }, { as: admin }), 403);
    await expectStatus(ask('POST', '/providers', { id: 'own', name: 'Own', type: 'external' }, { as: admin }), 403);
  });

  it("of how a model is kept running may be an operator's, and nothing else", async () => {
    const operator = await administration.gateway.token({ userId: 'on-call', groups: ['operator'] });
    const path = '/models/acme%2Flarge/thermal';
    const warmed = await expectStatus(ask('PATCH', path, { thermal_state: 'WARM' }, { as: operator }), 200);
    expect(warmed.data.model.thermalState).toBe('WARM');
    await expectStatus(ask('PATCH', path, { status: 'active' }, { as: operator }), 400);
    await expectStatus(ask('PATCH', '/models/acme%2Flarge', { thermal_state: 'HOT' }, { as: operator }), 403);
    const cleared = await expectStatus(ask('PATCH', path, { thermal_state: null, thermal_config: null }), 200);
    expect([cleared.data.model.thermalState, cleared.data.model.thermalConfig]).toEqual([null, null]);
  });

  it.each([
    ['/models/demo-embed', { display_name: '' }, 'display_name'],
    ['/models/demo-embed', { display_name: null }, 'display_name'],
    ['/models/demo-embed', { display_name: 'x'.repeat(201) }, 'display_name'],
    ['/models/demo-embed', { description: 'x'.repeat(2_001) }, 'description'],
    ['/models/demo-embed', { status: 'gone' }, 'status'],
    ['/models/demo-embed', { thermal_state: 'TEPID' }, 'thermal_state'],
    ['/models/demo-embed', { context_window: 0 }, 'context_window'],
    ['/models/demo-embed', { release_date: '2026-02-30' }, 'release_date'],
    ['/models/demo-embed', { capabilities: ['No Words'] }, 'capabilities'],
    [
      '/models/demo-embed',
      { thermal_config: { state: 'HOT', min_instances: 3, max_instances: 2 } },
      'thermal_config.max_instances',
    ],
    ['/providers/acme', { status: 'coming_soon' }, 'status'],
    ['/providers/acme', { hipaa_compliant: 'yes' }, 'hipaa_compliant'],
    ['/providers/acme', { base_url: 'ftp://host' }, 'base_url'],
    ['/providers/acme', { base_url: 'https://user:secret@host' }, 'base_url'],
    ['/providers/acme', { base_url: 'https://host/v1' }, 'base_url'],
    ['/providers/acme', { base_url: 'https://host/?x=1' }, 'base_url'],
    ['/providers/acme', { credential: 'sk-canary-secret' }, 'credential'],
    ['/providers/acme', { credential: 'env:RADIANT_KEYRING' }, 'credential'],
    ['/providers/acme', { base_url: 'https://elsewhere.example' }, 'credential'],
    ['/providers/acme', { base_url: null }, 'credential'],
    ['/providers/acme', { connection: { dialect: 'gopher' } }, 'connection.dialect'],
    ['/providers/acme', { connection: { ca: '-----BEGIN canary' } }, 'connection.ca'],
    ['/providers/acme', { connection: 'canary' }, 'connection'],
    ['/providers/acme', { region: 'US East' }, 'region'],
    ['/providers/acme', { config: 'text' }, 'config'],
    ['/providers/acme', { config: { headers: { 'x-api-key': 'canary' } } }, 'config'],
  ])('at %s is refused for %j', async (path, body, field) => {
    const refused = await expectStatus(ask('PATCH', path, body), 400);
    expect(errorOf(refused)['details']).toEqual({ field });
    expect(refused.text).not.toContain('canary');
  });

  it('needs a field at least, and a row that is there', async () => {
    for (const path of ['/models/demo-embed', '/providers/acme', '/models/demo-embed/thermal']) {
      await expectStatus(ask('PATCH', path, {}), 400);
      await expectStatus(ask('PATCH', path, { unknown: true }), 400);
    }
    await expectStatus(ask('PATCH', '/models/none', { status: 'active' }), 404);
    await expectStatus(ask('PATCH', '/providers/none', { status: 'active' }), 404);
  });

  it('takes an id once, and a model needs a provider', async () => {
    await expectStatus(ask('POST', '/providers', FULL_PROVIDER), 409);
    await expectStatus(ask('POST', '/models', FULL_MODEL), 409);
    const orphan = await expectStatus(ask('POST', '/models', { ...FULL_MODEL, id: 'x', provider_id: 'none' }), 400);
    expect(errorOf(orphan)['details']).toEqual({ field: 'provider_id' });
    for (const field of ['id', 'provider_id', 'name', 'display_name', 'specialty']) {
      const refused = await expectStatus(ask('POST', '/models', { ...FULL_MODEL, [field]: undefined }), 400);
      expect(errorOf(refused)['details']).toEqual({ field });
    }
  });

  it('deletes nothing', async () => {
    for (const path of ['/models/demo-embed', '/providers/acme']) {
      expect([404, 405]).toContain((await ask('DELETE', path)).status);
    }
  });

  it('of a status is obeyed by every replica within five seconds', async () => {
    const { gateway } = administration;
    const both = (): Promise<number[]> =>
      Promise.all([gateway.url, replica.url].map(async (url) => (await chat(url, gateway.clinic.key)).status));
    expect(await both()).toEqual([200, 200]);
    for (const path of ['/models/demo-chat-small', '/providers/demo']) {
      await expectStatus(ask('PATCH', path, { status: 'inactive' }), 200);
      await until(both, (statuses) => statuses.every((status) => status === 404));
      await expectStatus(ask('PATCH', path, { status: 'active' }), 200);
      await until(both, (statuses) => statuses.every((status) => status === 200));
    }
  });
});
