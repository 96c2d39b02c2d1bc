import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startAdministration, type Administration, type Answer, type CallOptions } from './administration.js';
import { chat, errorOf } from './requests.js';

jest.setTimeout(360_000);

/** A call of 35 and 80 tokens of the demo's small model, as docs/billing.md works it out. */
const COST = '0.00005325';

let administration: Administration;
const ask = (method: string, path: string, body?: object, options: CallOptions = {}): Promise<Answer> =>
  administration.call(method, `/api/v2/provider-bills${path}`, { as: administration.root, body, ...options });
const today = new Date().toISOString().slice(0, 10);
const tomorrow = new Date(Date.parse(today) + 86_400_000).toISOString().slice(0, 10);
const difference = async (query = '') => {
  const answer = await ask('GET', `/difference?from=${today}&to=${tomorrow}&provider=demo${query}`);
  expect(answer.status).toBe(200);
  return answer;
};
const csvOf = (...rows: string[]): string => ['provider,model,day,input_tokens,output_tokens,cost', ...rows].join('\n');

beforeAll(async () => {
  administration = await startAdministration();
  const { gateway, root: as } = administration;
  const made = await administration.call('POST', '/api/v2/tenants', {
    as,
    body: { name: 'spender', app_id: 'default' },
  });
  const tenant: string = made.data.tenant.id;
  const keys = await administration.call('POST', `/api/v2/tenants/${tenant}/api-keys`, { as, body: { name: 'app' } });
  await chat(gateway.url, keys.data.key, 'hello', {});
  await gateway.settled();
  await gateway.sql(
    `update usage_records set input_tokens = 35, cached_input_tokens = 0, output_tokens = 80, cost_picos = 53250000
     where tenant_id = $1`,
    [tenant],
  );
});
afterAll(() => administration.close());

describe('the bill of a provider', () => {
  it('is kept exactly, compared with the books, and corrected by another version', async () => {
    const name = 'demo today';
    const rows = [`demo,demo-chat-small,${today},35,80,${COST}`, `demo,mystery-1,${today},,,0.000000000001`];
    const brought = await ask('POST', '', { name, csv: csvOf(...rows) });
    expect([brought.status, brought.data]).toMatchObject([
      201,
      { added: true, providerBill: { name, version: 1, lines: 2, from: today, to: today, total: '0.000053250001' } },
    ]);
    const again = await ask('POST', '', { name, csv: csvOf(...rows.toReversed()) });
    expect(again.data).toEqual({ ...brought.data, added: false });

    const { data } = await difference();
    expect(data).toMatchObject({
      currency: 'USD',
      total: {
        billed: '0.000053250001',
        booked: COST,
        difference: '0.000000000001',
        differencePicos: '1',
        percent: '0.00',
      },
    });
    expect(data.lines).toMatchObject([
      {
        model: 'demo-chat-small',
        only: null,
        billed: COST,
        booked: COST,
        difference: '0',
        billedTokens: { output: 80 },
      },
      { model: 'mystery-1', modelIds: [], only: 'billed', booked: null, percent: null },
    ]);

    const corrected = [{ provider: 'demo', model: 'demo-chat-small', day: today, cost: '0.00010650' }];
    expect((await ask('POST', '', { name, rows: corrected })).data.providerBill.version).toBe(2);
    const after = (await difference('&limit=1')).data;
    expect(after.lines).toMatchObject([{ billed: '0.0001065', difference: COST, percent: '100.00' }]);
    const listed = (await ask('GET', '?limit=1')).data.providerBills;
    expect(listed).toMatchObject([{ name, version: 2 }]);
  });

  it('is compared as a file too', async () => {
    const { text } = await difference('&format=csv');
    expect(text).toMatch(/^day,provider,model,model_ids,only,billed,booked,difference,difference_picos,percent,/);
    expect(text).toContain(`\r\n${today},demo,demo-chat-small,`);
  });

  it('is compared on the clocks that are asked for', async () => {
    const zone = new Date().getUTCHours() < 12 ? 'Etc/GMT+12' : 'Etc/GMT-14';
    expect((await difference(`&time_zone=${encodeURIComponent(zone)}`)).data.total.booked).toBe('0');
  });

  it('is refused whole, with each bad line and field', async () => {
    const csv = csvOf(`demo,a,${today},,,1`, `nobody,b,${today},,,1`, `demo,c,${today},,,0.1.2`);
    const before = (await ask('GET', '')).data.providerBills.length;
    const refused = await ask('POST', '', { name: 'bad', csv });
    expect([refused.status, errorOf(refused)]).toMatchObject([
      400,
      {
        message: expect.stringMatching(/^line 3: provider must be .*; line 4: cost must be /),
        details: { field: 'provider', line: 3, bad_fields: 2 },
      },
    ]);
    expect((await ask('GET', '')).data.providerBills).toHaveLength(before);
  });

  it.each([{}, { rows: null }, { csv: null }, { rows: [null] }, { rows: [], csv: '' }])(
    'is refused where %j is all there is of it',
    async (body) => {
      const { status, text } = await ask('POST', '', { name: 'nothing', ...body });
      expect([status, text]).toEqual([400, expect.stringContaining('VALIDATION_ERROR')]);
    },
  );

  it('may not be changed or taken away by the administration', async () => {
    await expect(
      administration.gateway.sql('select has_table_privilege($1, $2, $3) as may', [
        'radiant_admin',
        'provider_bill_lines',
        'update, delete, truncate',
      ]),
    ).resolves.toEqual([{ may: false }]);
  });
});
