import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startAdministration, type Administration, type Answer, type CallOptions } from './administration.js';
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
const talk = (model: string): Promise<Answer> => {
  const { url, clinic } = administration.gateway;
  return chat(url, clinic.key, 'Hello', { model });
};
const PRICE = { input_tokens: '0.25', output_tokens: '1.000001' };

describe('the price book', () => {
  it('makes a new model one that is served, within five seconds', async () => {
    const model = {
      id: 'fresh',
      provider_id: 'demo',
      name: 'demo-chat-small',
      display_name: 'Fresh',
      specialty: 'general',
    };
    expect((await ask('POST', '/models', model)).status).toBe(201);
    const refused = await until(
      () => talk('fresh'),
      ({ status }) => status !== 404,
    );
    expect([refused.status, errorOf(refused)['code']]).toEqual([403, 'MODEL_NOT_PRICED']);
    const priced = await ask('POST', '/models/fresh/prices', PRICE);
    expect([priced.status, priced.data.model]).toMatchObject([
      201,
      {
        revision: 2,
        prices: [
          {
            version: 1,
            inputTokens: '0.25',
            cachedInputTokens: '0.25',
            outputTokens: '1.000001',
            reasoningTokens: '1.000001',
            markupBasisPoints: 0,
          },
        ],
      },
    ]);
    await until(
      () => talk('fresh'),
      ({ status }) => status === 200,
    );
  });

  it('keeps what was, and is told of', async () => {
    const before = (await ask('GET', '/models/demo-chat-large')).data.model;
    const effective_from = '2090-01-01T00:00:00.000Z';
    const added = await ask('POST', '/models/demo-chat-large/prices', { ...PRICE, effective_from });
    expect(added.data.model.prices).toMatchObject([
      before.prices[0],
      { version: 2, effectiveFrom: effective_from, markupBasisPoints: before.prices[0].markupBasisPoints },
    ]);
    expect((await ask('POST', '/models/demo-chat-large/prices', { ...PRICE, effective_from })).status).toBe(409);
    const { data } = await ask('GET', '/audit?limit=2');
    expect(data.records[1]).toMatchObject({
      action: 'price.update',
      resourceId: 'demo-chat-large',
      details: { 'after.version': 2, 'after.input_tokens': '0.25' },
    });
    const headers = { 'if-match': '"999"' };
    expect((await ask('POST', '/models/demo-chat-large/prices', PRICE, { headers })).status).toBe(412);
  });

  it('holds a price of every component, tiers and an end, as they were written', async () => {
    const effective_to = '2091-01-01T00:00:00.000Z';
    const added = await ask('POST', '/models/demo-chat-large/prices', {
      ...PRICE,
      cache_write_tokens: '0.3125',
      cache_write_1h_tokens: '0.5',
      audio_input_tokens: '40',
      images: '0.040000000001',
      video_seconds: '0.1',
      models_3d: '0.25',
      requests: '0.01',
      tiers: [
        { above_input_tokens: 400_000, output_tokens: '3' },
        { above_input_tokens: 200_000, input_tokens: '0.5', cache_write_tokens: '0.625' },
      ],
      effective_from: '2090-06-01T00:00:00.000Z',
      effective_to,
    });
    const tier = (aboveInputTokens: number, over: object) => expect.objectContaining({ aboveInputTokens, ...over });
    expect(added.data.model.prices.at(-1)).toMatchObject({
      effectiveTo: effective_to,
      cachedInputTokens: '0.25',
      cacheWriteTokens: '0.3125',
      cacheWrite1hTokens: '0.5',
      audioInputTokens: '40',
      imageInputTokens: null,
      images: '0.040000000001',
      audioSeconds: null,
      videoSeconds: '0.1',
      models3d: '0.25',
      requests: '0.01',
      tiers: [
        tier(200_000, { inputTokens: '0.5', cacheWriteTokens: '0.625', outputTokens: null }),
        tier(400_000, { inputTokens: null, outputTokens: '3' }),
      ],
    });
    const { data } = await ask('GET', '/audit?limit=2');
    expect(data.records[1].details).toMatchObject({
      'after.cache_write_tokens': '0.3125',
      'after.images': '0.040000000001',
      'after.tiers.above_200000.input_tokens': '0.5',
      'after.effective_to': effective_to,
    });
  });

  it.each([
    ['tiers.0.above_input_tokens', { tiers: [{ above_input_tokens: 0, input_tokens: '1' }] }],
    ['tiers.0.input_tokens', { tiers: [{ above_input_tokens: 1, input_tokens: '-1' }] }],
    ['tiers', { tiers: [{ above_input_tokens: 1 }] }],
    ['tiers', { tiers: [1, 1].map((above_input_tokens) => ({ above_input_tokens, input_tokens: '1' })) }],
    ['images', { images: '0.0000000000001' }],
    ['requests', { requests: '1000000' }],
    ['effective_to', { effective_from: '2095-01-01T00:00:00Z', effective_to: '2095-01-01T00:00:00Z' }],
    ['effective_to', { effective_to: '2020-01-01T00:00:00Z' }],
    ['input_tokens', { input_tokens: '1e3' }],
    ['input_tokens', { input_tokens: '-1' }],
    ['input_tokens', { input_tokens: 1 }],
    ['input_tokens', { input_tokens: '0.0000001' }],
    ['input_tokens', { input_tokens: '0', output_tokens: '0' }],
    ['output_tokens', { output_tokens: undefined }],
    ['markup_basis_points', { markup_basis_points: -1 }],
    ['effective_from', { effective_from: '2020-01-01T00:00:00Z' }],
  ])('takes no bad %s: %j', async (field, over) => {
    const answer = await ask('POST', '/models/demo-embed/prices', { ...PRICE, ...over });
    expect([answer.status, errorOf(answer)['details']]).toEqual([400, { field }]);
  });

  it('is for super administrators, and of models that are there', async () => {
    const admin = await administration.gateway.token({ userId: 'registry-admin', groups: ['admin'] });
    expect((await ask('POST', '/models/demo-embed/prices', PRICE, { as: admin })).status).toBe(403);
    expect((await ask('POST', '/models/none/prices', PRICE)).status).toBe(404);
  });
});
