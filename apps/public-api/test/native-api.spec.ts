import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { MODEL, startGateway, usageRecords, type Gateway } from './gateway.js';

jest.setTimeout(180_000);

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ variables: { TIER: '3' } });
  await gateway.sql(
    "insert into providers (id, name, type, status, hipaa_compliant) values ('acme', 'Acme', 'self-hosted', 'inactive', false)",
  );
  await gateway.sql(
    `insert into models (id, provider_id, name, display_name, type, specialty, supports_vision, supports_streaming, status, thermal_state, thermal_config)
     select 'acme-' || n, 'acme', 'a' || n, 'Acme ' || n, 'self-hosted', 'radiology', true, false, 'inactive', 'COLD',
       '{"state":"AUTOMATIC","min_instances":0,"max_instances":2,"warmup_time_seconds":90}' from generate_series(1, 3) n`,
  );
});
afterAll(() => gateway.close());

// The answers are JSON of any shape; the expectations state what must be in it.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
const get = async (path: string): Promise<{ status: number; headers: Headers; body: any }> => {
  const response = await gateway.send(path);
  return { status: response.status, headers: response.headers, body: await response.json() };
};

describe('probes', () => {
  it('need no key', async () => {
    for (const path of [
      '/api/v2/health',
      '/api/v2',
      '/api/v2/',
      '/api/v2/ready',
      '/api/v2/version',
      '/health/live',
      '/health/ready',
      '/openapi.json',
      '/docs',
    ]) {
      expect((await fetch(gateway.url + path)).ok).toBe(true);
    }
  });

  it('say what the deployment is', async () => {
    expect((await get('/api/v2/health')).body.data).toEqual({
      status: 'healthy',
      timestamp: expect.any(String),
      environment: 'dev',
      tier: 3,
    });
    const { data } = (await get('/api/v2/ready')).body;
    expect(data).toMatchObject({
      status: 'ready',
      checks: {
        database: { status: 'healthy', latency: expect.any(Number) },
        litellm: { status: 'healthy' },
        providers: { status: 'healthy' },
        phiVault: { status: 'healthy' },
      },
    });
    expect((await get('/api/v2/version')).body.data).toMatchObject({
      apiVersion: 'v2',
      appId: 'radiant',
      features: {
        multiRegion: false,
        waf: true,
        guardDuty: true,
        sagemaker: true,
        elasticache: true,
        xray: true,
        phiSanitization: true,
        advancedMetrics: true,
      },
    });
  });
});

describe('registry lists', () => {
  const list = async (query: string): Promise<string[]> =>
    (await get(`/api/v2/models${query}`)).body.data.models.map(({ id }: { id: string }) => id);

  it('come by display name, with true totals', async () => {
    const { body } = await get('/api/v2/models?limit=2&offset=1');
    expect(body.data.models.map(({ displayName }: { displayName: string }) => displayName)).toEqual([
      'Acme 2',
      'Acme 3',
    ]);
    expect(body.data.pagination).toEqual({ limit: 2, offset: 1, total: 8, hasMore: true });
    expect((await get('/api/v2/models?offset=4')).body.data.pagination).toEqual({
      limit: 50,
      offset: 4,
      total: 8,
      hasMore: false,
    });
  });

  it('obey every filter', async () => {
    expect(await list('?provider_id=acme')).toHaveLength(3);
    expect(await list('?specialty=embedding')).toEqual(['demo-embed']);
    expect(await list('?status=inactive')).toHaveLength(3);
    expect(await list('?type=self-hosted')).toHaveLength(3);
    expect(await list('?supports_vision=true')).toHaveLength(3);
    expect(await list('?supports_vision=false')).toHaveLength(5);
    expect(await list('?supports_streaming=false&provider_id=demo')).toEqual([
      'demo-embed',
      'demo-moderation',
      'demo-rerank',
    ]);
    expect(await list('?status=coming_soon')).toEqual([]);
    const providers = async (query: string): Promise<string[]> =>
      (await get(`/api/v2/providers${query}`)).body.data.providers.map(({ id }: { id: string }) => id);
    expect(await providers('')).toEqual(['acme', 'demo']);
    expect(await providers('?hipaa_compliant=false')).toEqual(['acme']);
    expect(await providers('?status=active')).toEqual(['demo']);
    expect(await providers('?type=mid-tier')).toEqual([]);
  });

  it('show a model with every field of the specification', async () => {
    const { model } = (await get('/api/v2/models/acme-1')).body.data;
    expect(model).toMatchObject({
      id: 'acme-1',
      providerId: 'acme',
      name: 'a1',
      thermalState: 'COLD',
      thermalConfig: { state: 'AUTOMATIC', minInstances: 0, maxInstances: 2, warmupTimeSeconds: 90 },
      supportsVision: true,
      pricing: {},
      contextWindow: null,
    });
    const { pricing } = (await get(`/api/v2/models/${MODEL}`)).body.data.model;
    expect(pricing).toEqual({
      inputTokens: '0.15',
      cachedInputTokens: '0.075',
      outputTokens: '0.6',
      billedMarkup: 0.2,
    });
  });

  it('show a provider and its active models only', async () => {
    expect((await get('/api/v2/providers/demo')).body.data.provider).toMatchObject({
      id: 'demo',
      hipaaCompliant: true,
      baseUrl: null,
    });
    expect((await get('/api/v2/providers/acme/models')).body.data).toMatchObject({ providerId: 'acme', models: [] });
    expect((await get('/api/v2/providers/demo/models')).body.data.models).toHaveLength(5);
  });

  it("show a provider's models in parts", async () => {
    const { models } = (await get('/api/v2/providers/demo/models')).body.data;
    const { data } = (await get('/api/v2/providers/demo/models?limit=2&offset=3')).body;
    expect(data.models).toEqual(models.slice(3));
    expect(data.pagination).toEqual({ limit: 2, offset: 3, total: 5, hasMore: false });
  });

  it.each([
    '?limit=0',
    '?limit=101',
    '?limit=x',
    '?offset=-1',
    '?status=gone',
    '?type=x',
    '?supports_vision=yes',
    '?provider_id=',
  ])('refuse %s and name the field', async (query) => {
    const { status, body } = await get(`/api/v2/models${query}`);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: 'VALIDATION_ERROR', details: { field: query.slice(1).split('=')[0] } });
    expect(body.error.message).toContain(query.slice(1).split('=')[0]);
  });

  it('answer 404 alike for everything that is not there', async () => {
    for (const path of [
      '/api/v2/models/none',
      '/api/v2/providers/none',
      '/api/v2/providers/none/models',
      '/api/v2/none',
    ]) {
      const { status, body } = await get(path);
      expect(status).toBe(404);
      expect(body).toMatchObject({ success: false, error: { code: 'NOT_FOUND' } });
    }
  });
});

describe('native chat', () => {
  const chat = (body: object): Promise<Response> =>
    gateway.send('/api/v2/chat/completions', { method: 'POST', body: JSON.stringify(body) });
  const messages = [{ role: 'user', content: 'Patient Jane Doe is here' }];

  it("answers OpenAI's object in the envelope, with the session and the mapping", async () => {
    const session_id = '0b0f7a52-6a53-4c8e-9a3f-6b1c1f1f2a11';
    const response = await chat({ model: MODEL, messages, session_id });
    expect(await response.json()).toMatchObject({
      success: true,
      data: {
        object: 'chat.completion',
        session_id,
        phi_mapping_id: session_id,
        choices: [{ message: { role: 'assistant' } }],
      },
      meta: { requestId: response.headers.get('x-request-id'), timing: { duration: expect.any(Number) } },
    });
  });

  it('streams server-sent events', async () => {
    const response = await chat({ model: MODEL, messages, stream: true });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(await response.text()).toContain('data: [DONE]');
  });

  it('can be asked for more protection, never for less', async () => {
    await chat({ model: MODEL, messages, enable_phi: false });
    expect(gateway.upstream.requests.at(-1)?.body).not.toContain('Jane Doe');
    await gateway.sql(
      `update tenants set phi_config = '{"mode":"disabled","categories":{},"reidentification":{"allowed":true,"requires_approval":false,"mapping_ttl_hours":24}}' where id = $1`,
      [gateway.hospital.id],
    );
    const asHospital = (body: object): Promise<Response> =>
      gateway.send('/api/v2/chat/completions', {
        method: 'POST',
        body: JSON.stringify(body),
        tenant: gateway.hospital,
      });
    await asHospital({ model: MODEL, messages });
    expect(gateway.upstream.requests.at(-1)?.body).toContain('Jane Doe');
    await asHospital({ model: MODEL, messages, enable_phi: true });
    expect(gateway.upstream.requests.at(-1)?.body).not.toContain('Jane Doe');
    await asHospital({ model: MODEL, messages, phi_categories: ['NAME'] });
    expect(gateway.upstream.requests.at(-1)?.body).not.toContain('Jane Doe');
  });

  it.each([
    ['a category that does not exist', { phi_categories: ['SHOE_SIZE'] }, 'phi_categories'],
    ['a session id that is not a UUID', { session_id: 'x' }, 'session_id'],
    ['a temperature out of range', { temperature: 3 }, 'temperature'],
  ])('refuses %s', async (_, extra, field) => {
    const response = await chat({ model: MODEL, messages, ...extra });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      success: false,
      error: { code: 'VALIDATION_ERROR', details: { field } },
    });
  });

  it.each(['x-radiant-restore', 'x-radiant-phi', 'x-radiant-session-id'])(
    'refuses a bad %s header by its name',
    async (name) => {
      const response = await gateway.send('/v1/chat/completions', {
        method: 'POST',
        body: JSON.stringify({ model: MODEL, messages }),
        headers: { [name]: 'off' },
      });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: { param: name, message: expect.stringContaining(name) } });
    },
  );
});

describe('usage', () => {
  it('pages with true totals and sums exactly', async () => {
    const before = await usageRecords(gateway, 1);
    const { body } = await get('/api/v2/usage/records?page=1&limit=1');
    expect(body.data.records).toHaveLength(1);
    expect(body.meta.pagination).toEqual({ page: 1, limit: 1, total: before.length, hasMore: before.length > 1 });
    const summary = (await get('/api/v2/usage?group_by=request_type')).body.data;
    expect(summary.total.requests).toBe(before.length);
    expect(summary.groups.map(({ key }: { key: string }) => key).sort()).toEqual([
      'chat.completion',
      'chat.completion.stream',
    ]);
    const picos = (amount: string): bigint =>
      BigInt(
        amount.replace(/^(\d+)(?:\.(\d+))?$/, (_, whole: string, part = '') => whole + String(part).padEnd(12, '0')),
      );
    expect(picos(summary.total.cost)).toBe(before.reduce((sum, { cost }) => sum + picos(cost), 0n));
  });

  it("never shows another tenant's rows", async () => {
    const mine = await usageRecords(gateway, 1);
    const theirs = await usageRecords(gateway, 1, gateway.hospital);
    const ids = new Set(mine.map(({ requestId }) => requestId));
    expect(theirs.filter(({ requestId }) => ids.has(requestId))).toEqual([]);
  });

  it.each([
    'from=yesterday',
    'to=2026-13-01',
    'from=2026-W05',
    'to=20260131',
    'from=2026-02-01&to=2026-01-01',
    'group_by=colour',
    'page=0',
    'limit=1001',
  ])('refuses %s', async (query) => {
    const path = query.startsWith('group_by') ? '/api/v2/usage' : '/api/v2/usage/records';
    const { status, body } = await get(`${path}?${query}`);
    expect([status, body.error.code]).toEqual([400, 'VALIDATION_ERROR']);
  });
});
