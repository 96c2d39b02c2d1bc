import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startAdministration, type Administration, type Answer } from './administration.js';
import { chat, errorOf } from './requests.js';
import { takeIn, type OwnTenant } from './trail.js';

jest.setTimeout(180_000);

let administration: Administration;
let tenant: OwnTenant;
/** What three calls were billed. */
let billed: string;
beforeAll(async () => {
  administration = await startAdministration();
  const { gateway } = administration;
  tenant = await takeIn(administration, 'previewed');
  const { data } = await tenant.ask('POST', `/tenants/${tenant.id}/api-keys`, { name: 'key' });
  for (const prompt of ['Patient Jane Doe is here.', 'Patient Jane Doe, MRN 00482913, has asthma.', 'Good morning']) {
    expect((await chat(gateway.url, data.key, prompt)).status).toBe(200);
  }
  await gateway.settled();
  const [row] = await gateway.sql(
    'select trim_scale(sum(billed_amount_picos) / 1e12)::text as billed from usage_records where tenant_id = $1',
    [tenant.id],
  );
  billed = String(row?.['billed']);
});
afterAll(() => administration.close());

const preview = (body: object): Promise<Answer> => tenant.ask('POST', '/policies/preview', body);
const policy = (more: object = {}): object => ({
  mode: 'auto',
  categories: {},
  reidentification: { allowed: true, requires_approval: true, mapping_ttl_hours: 24 },
  ...more,
});

describe('POST /api/v2/policies/preview', () => {
  it('says what a looser policy would have exposed, and saves nothing', async () => {
    const { status, data } = await preview({ phi_config: policy({ categories: { NAME: false } }) });
    expect([status, data]).toMatchObject([
      200,
      {
        complete: true,
        total: {
          departures: 3,
          refused: { baaRequired: 0 },
          newlyExposed: { NAME: 2 },
          newlyHidden: {},
          billedCalls: 3,
          billedAmount: billed,
          overBudget: { calls: 0, billedAmount: '0' },
        },
        days: [{ departures: 3, day: new Date().toISOString().slice(0, 10) }],
        unknown: expect.arrayContaining([expect.stringContaining('Texts are not kept')]),
      },
    ]);
    expect((await tenant.ask('GET', `/tenants/${tenant.id}`)).data.tenant.phiConfig).toBeNull();
  });

  it('says which calls the end of an agreement would have stopped under that policy', async () => {
    const { data } = await tenant.ask('GET', '/baas?provider_id=demo');
    const end = data.baas.map(({ id }: { id: string }) => id);
    const exposing = policy({ mode: 'disabled' });
    expect((await preview({ phi_config: exposing, agreements: { end } })).data.total.refused.baaRequired).toBe(3);
    const add = [{ provider_id: 'demo', services: ['chat'] }];
    expect((await preview({ phi_config: exposing, agreements: { end, add } })).data.total.refused.baaRequired).toBe(0);
  });

  it('says what a budget would have refused', async () => {
    const budget = { period: 'day', limit: '0', currency: 'USD' };
    const { total } = (await preview({ days: 1, budget })).data;
    expect(total.overBudget).toEqual({ calls: 3, billedAmount: billed });
    expect((await preview({ budget: { ...budget, limit: '1000' } })).data.total.overBudget.calls).toBe(0);
  });

  it.each([
    ['days', { days: 91, phi_config: null }],
    ['phi_config.mode', { phi_config: policy({ mode: 'off' }) }],
    ['agreements.end', { agreements: { end: ['99999999-9999-4999-8999-999999999999'] } }],
    ['budget.limit', { budget: { period: 'day', limit: '-1' } }],
  ])('refuses a wrong %s', async (field, body) => {
    const answer = await preview(body);
    expect([answer.status, errorOf(answer)['details']]).toEqual([400, { field }]);
  });

  it('refuses to preview nothing', async () => {
    expect((await preview({})).status).toBe(400);
  });
});
