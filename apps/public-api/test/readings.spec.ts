import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { until } from '@radiant/embedded/testing';
import { MODEL, startGateway, usageRecords, type Gateway } from './gateway.js';
import { seedReadingModels } from './reading-models.js';

jest.setTimeout(60_000);

const PATIENT = 'Patient Jane Doe, SSN 219-09-9999, means no harm.';
const IMAGE = { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } };

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
  await seedReadingModels(gateway);
});
afterAll(() => gateway.close());

const post = async (path: string, body: object) => {
  const { status, headers, ...response } = await asked(path, body);
  return { status, requestId: headers.get('x-request-id'), body: JSON.parse(response.said) as unknown };
};
const asked = async (path: string, body: object) => {
  const response = await gateway.send(path, { method: 'POST', body: JSON.stringify(body) });
  return { status: response.status, headers: response.headers, said: await response.text() };
};
const lastSent = (): Record<string, unknown> => JSON.parse(gateway.upstream.requests.at(-1)?.body ?? '{}');

describe('moderations', () => {
  it('judge each text of the openai package by its placeholders, and are billed', async () => {
    const openai = gateway.client(gateway.clinic);
    const { data, response } = await openai.moderations
      .create({ model: 'moderate', input: ['The clinic opens at seven.', PATIENT] })
      .withResponse();
    expect(data.model).toBe('moderate');
    expect(data.results.map(({ flagged }) => flagged)).toEqual([false, true]);
    expect(data.results[1]).toMatchObject({ categories: { violence: true }, category_scores: { violence: 0.9 } });
    expect(lastSent()).toEqual({
      model: 'demo-moderation',
      input: ['The clinic opens at seven.', expect.stringMatching(/\[PHI_NAME_\d+\].*\[PHI_SSN_\d+\]/)],
    });
    expect(response.headers.get('x-radiant-phi-mapping-id')).toMatch(/^[0-9a-f-]{36}$/);
    const [row] = await usageRecords(gateway, 1);
    expect(row).toMatchObject({ requestType: 'moderation', outputTokens: 0, estimated: true });
    expect(Number(row?.cost)).toBeGreaterThan(0);
  });

  it('need no model of the openai package, whose default has an alias', async () => {
    const answer = await gateway.client(gateway.clinic).moderations.create({ input: PATIENT });
    expect(answer.results).toMatchObject([{ flagged: true }]);
    expect(lastSent()).toMatchObject({ model: 'demo-moderation', input: expect.stringMatching(/\[PHI_SSN_\d+\]/) });
  });

  it('of one text and of parts are one result, and an image is refused by the policy', async () => {
    const text = { type: 'text', text: PATIENT };
    for (const input of [PATIENT, [text, text]]) {
      const { status, body } = await post('/v1/moderations', { model: 'moderate', input });
      expect([status, body]).toMatchObject([200, { results: [{ flagged: true }] }]);
      expect(JSON.stringify(lastSent())).not.toContain('Jane');
    }
    const refused = await post('/v1/moderations', { model: 'moderate', input: [text, IMAGE] });
    expect(refused).toMatchObject({ status: 403, body: { error: { code: 'phi_policy_blocked', param: 'input[1]' } } });
  });
});

describe('a ranking', () => {
  const documents = ['The clinic opens at seven.', { text: 'Jane Doe takes ibuprofen.', source: 'Ward B 7' }];

  it('is made of placeholders and shows the documents as the caller sent them', async () => {
    const query = 'What does Jane Doe take?';
    const { status, requestId, body } = await post('/v1/rerank', { model: 'rank', query, documents, top_n: 1 });
    expect([status, body]).toEqual([
      200,
      {
        id: requestId,
        results: [{ index: 1, relevance_score: expect.any(Number), document: { text: 'Jane Doe takes ibuprofen.' } }],
        meta: { tokens: { input_tokens: expect.any(Number) } },
      },
    ]);
    const sent = lastSent();
    expect(sent).toEqual({
      model: 'demo-rerank',
      query: expect.stringMatching(/\[PHI_NAME_\d+\]/),
      documents: ['The clinic opens at seven.', expect.stringMatching(/\[PHI_NAME_\d+\] takes/)],
      top_n: 1,
      return_documents: false,
    });
    expect(JSON.stringify(sent)).not.toMatch(/Jane|Doe|Ward/);
    const row = (await usageRecords(gateway, 1)).find((each) => each.requestId === requestId);
    expect(row).toMatchObject({ requestType: 'rerank', outputTokens: 0, estimated: false });
  });

  it('has no documents where the caller wants none', async () => {
    const { body } = await post('/v1/rerank', { model: 'rank', query: 'when', documents, return_documents: false });
    expect(JSON.stringify(body)).not.toContain('document"');
  });
});

it.each([
  ['/v1/moderations', 'input', { model: 'moderate' }],
  ['/v1/moderations', 'input', { model: 'moderate', input: ['a', { type: 'text', text: 'b' }] }],
  ['/v1/moderations', 'model', { model: MODEL, input: 'a' }],
  ['/v1/moderations', 'model', { model: 'moderate-nothing', input: 'a' }],
  ['/v1/rerank', 'query', { model: 'rank', documents: ['a'] }],
  ['/v1/rerank', 'documents', { model: 'rank', query: 'a', documents: [] }],
  ['/v1/rerank', 'documents[0].text', { model: 'rank', query: 'a', documents: [{}] }],
  ['/v1/rerank', 'model', { model: MODEL, query: 'a', documents: ['a'] }],
])('%s is refused for a bad %s: %j', async (path, param, body) => {
  const { status, body: said } = await post(path, body);
  expect([400, 404]).toContain(status);
  expect(said).toMatchObject({ error: { param } });
});

describe('models', () => {
  it.each(['/v1/models/acme%2Frank%2Fv2', '/v1/models/acme/rank/v2', '/v1/models/acme/rank/v2/?x=a/b'])(
    'are found by ids with slashes in them: %s',
    async (path) => {
      const reply = await gateway.send(path);
      expect([reply.status, await reply.json()]).toEqual([200, expect.objectContaining({ id: 'acme/rank/v2' })]);
      expect((await gateway.send(path, { method: 'PUT' })).headers.get('allow')).toBe('GET, HEAD');
    },
  );

  it('say what each model reads, can and costs its tenant, and as LiteLLM says it', async () => {
    const described = async () =>
      (await gateway.client(gateway.clinic).models.retrieve(MODEL)) as { radiant?: { prices?: object } };
    expect(await described()).toMatchObject({
      radiant: {
        context_window: 128_000,
        max_output_tokens: 16_384,
        capabilities: ['chat', 'tools'],
        supports_functions: true,
        supports_vision: false,
        prices: { input_per_million: '0.18', cached_input_per_million: '0.09', output_per_million: '0.72' },
      },
    });
    const info = async (tenant = gateway.clinic): Promise<{ data: { model_name: string; model_info: object }[] }> =>
      JSON.parse(await (await gateway.send('/v1/model/info', { tenant })).text());
    const listed = (await gateway.client(gateway.clinic).models.list()).data.map(({ id }) => id);
    const { data } = await info();
    expect(data.map(({ model_name }) => model_name)).toEqual(listed);
    expect(data.find(({ model_name }) => model_name === MODEL)).toEqual({
      model_name: MODEL,
      litellm_params: { model: `demo/${MODEL}` },
      model_info: {
        id: MODEL,
        litellm_provider: 'demo',
        mode: 'chat',
        max_tokens: 16_384,
        max_input_tokens: 128_000,
        max_output_tokens: 16_384,
        input_cost_per_token: 1.8e-7,
        cache_read_input_token_cost: 9e-8,
        output_cost_per_token: 7.2e-7,
        supports_function_calling: true,
        supports_vision: false,
        supports_native_streaming: true,
        supports_reasoning: false,
        supports_prompt_caching: false,
      },
    });
    await gateway.sql(
      `insert into tenant_markups (tenant_id, version, basis_points, effective_from, created_at, created_by)
       values ($1, 1, 0, '2026-01-01', now(), 'test')`,
      [gateway.clinic.id],
    );
    const costs = async (tenant = gateway.clinic): Promise<unknown> =>
      (await info(tenant)).data.find(({ model_name }) => model_name === MODEL)?.model_info;
    await until(described, ({ radiant }) => JSON.stringify(radiant?.prices).includes('0.15'));
    expect(await costs()).toMatchObject({ input_cost_per_token: 1.5e-7, output_cost_per_token: 6e-7 });
    expect(await costs(gateway.hospital)).toMatchObject({ input_cost_per_token: 1.8e-7 });
    await gateway.sql('delete from tenant_markups');
  });
});
