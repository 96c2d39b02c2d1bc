import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startAdministration, type Administration, type Answer, type CallOptions } from './administration.js';
import { errorOf } from './requests.js';

jest.setTimeout(360_000);

let administration: Administration;
let approver: string;
beforeAll(async () => {
  administration = await startAdministration();
  approver = await administration.gateway.token({ userId: 'approver', groups: ['super_admin'] });
});
afterAll(() => administration.close());

const ask = (method: string, path: string, body?: object, options: CallOptions = {}): Promise<Answer> =>
  administration.call(method, `/api/v2${path}`, { as: administration.root, body, ...options });

const entry = (input: number, output: number) => ({
  litellm_provider: 'demo',
  mode: 'chat',
  input_cost_per_token: input,
  output_cost_per_token: output,
});
/** The small model is dearer, the large one unknown, the third nobody's. */
const FILE = {
  sample_spec: { litellm_provider: 'x' },
  'demo/demo-chat-small': { ...entry(Number('1.7999999999999998e-7'), 6e-7), cache_read_input_token_cost: 7.5e-8 },
  'demo-chat-large': entry(0, 0),
  'somebody-else': entry(1, 1),
};
const bring = async (file: object = FILE) => {
  const answer = await ask('POST', '/price-imports', { source: 'prices.json', file });
  expect(answer.status).toBe(201);
  return answer.data.priceImport;
};

describe('a price file', () => {
  it('is shown as what it would change, in percent, with what it does not know', async () => {
    const found = await bring();
    expect(found).toMatchObject({ status: 'pending', new: 0, changed: 1, unknown: 1, unchanged: 0, unlisted: 1 });
    expect(found.proposals).toMatchObject([
      { modelId: 'demo-chat-large', change: 'unknown', unknown: 'zero', differences: [] },
      {
        modelId: 'demo-chat-small',
        change: 'changed',
        comparedWith: 1,
        differences: [{ component: 'input_tokens', before: '0.15', after: '0.18', percent: '20.00' }],
      },
    ]);
    expect((await ask('GET', '/models/demo-chat-small')).data.model.prices).toHaveLength(1);
    const listed = (await ask('GET', '/price-imports?limit=1')).data.priceImports;
    expect(listed).toMatchObject([{ id: found.id, changed: 1 }]);
    expect((await ask('GET', `/price-imports/${found.id}`)).data.priceImport).toEqual(found);
  });

  it('becomes new versions when another person than who brought it approves it, once, and the trail says so', async () => {
    const { id } = await bring();
    const effective_from = '2090-01-01T00:00:00.000Z';
    const verdict = { decision: 'approve', models: ['demo-chat-small'], effective_from };
    const approve = (as = approver) => ask('POST', `/price-imports/${id}/decision`, verdict, { as });
    const own = await approve(administration.root);
    expect([own.status, errorOf(own)['code']]).toEqual([403, 'FORBIDDEN']);
    const decided = await approve();
    expect([decided.status, decided.data.priceImport]).toMatchObject([
      200,
      { status: 'approved', taken: ['demo-chat-small'], decidedBy: expect.any(String) },
    ]);
    expect((await ask('GET', '/models/demo-chat-small')).data.model.prices).toMatchObject([
      { version: 1, inputTokens: '0.15' },
      {
        version: 2,
        inputTokens: '0.18',
        cachedInputTokens: '0.075',
        effectiveFrom: effective_from,
        markupBasisPoints: 2000,
      },
    ]);
    expect((await approve()).status).toBe(409);
    const { data } = await ask('GET', '/audit?limit=3');
    expect(data.records.map(({ action }: { action: string }) => action)).toEqual(
      expect.arrayContaining(['price_import.decide', 'price.update']),
    );
  });

  it('is refused whole when a price has changed since', async () => {
    const { id } = await bring({ 'demo-chat-small': entry(3e-7, 9e-7) });
    expect(
      (await ask('POST', '/models/demo-chat-small/prices', { input_tokens: '1', output_tokens: '1' })).status,
    ).toBe(201);
    const refused = await ask('POST', `/price-imports/${id}/decision`, { decision: 'approve' }, { as: approver });
    expect([refused.status, errorOf(refused)['code']]).toEqual([409, 'CONFLICT']);
    expect((await ask('POST', `/price-imports/${id}/decision`, { decision: 'reject' })).status).toBe(200);
  });

  it.each([
    ['source', { source: '' }],
    ['file', { file: 'x' }],
    ['file', { file: {} }],
    ['file', { file: { x: 1 } }],
  ])('takes no bad %s: %j', async (field, over) => {
    const answer = await ask('POST', '/price-imports', { source: 'x', file: FILE, ...over });
    expect([answer.status, errorOf(answer)['details']]).toEqual([400, { field }]);
  });

  it('is brought and decided by super administrators, and read by staff', async () => {
    const { id } = await bring();
    const admin = await administration.gateway.token({ userId: 'registry-admin', groups: ['admin'] });
    expect((await ask('POST', '/price-imports', { source: 'x', file: FILE }, { as: admin })).status).toBe(403);
    expect((await ask('POST', `/price-imports/${id}/decision`, { decision: 'reject' }, { as: admin })).status).toBe(
      403,
    );
    expect((await ask('GET', `/price-imports/${id}`, undefined, { as: admin })).status).toBe(200);
    expect((await ask('GET', '/price-imports/99999999-9999-4999-8999-999999999999')).status).toBe(404);
  });
});
