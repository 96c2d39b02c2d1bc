import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Money } from '@radiant/kernel';
import { startAdministration, type Administration, type Answer } from './administration.js';
import { chat, errorOf } from './requests.js';

jest.setTimeout(360_000);

let administration: Administration;
let tenant: string;
let admin: string;
let auditor: string;
const get = (path: string, as = administration.root): Promise<Answer> => administration.call('GET', path, { as });
const own = (path: string, as?: string): Promise<Answer> => get(`/api/v2/tenants/${tenant}${path}`, as);
const file = (path: string): Promise<Response> =>
  fetch(`${administration.url}/api/v2/tenants/${tenant}${path}`, {
    headers: { authorization: `Bearer ${administration.root}` },
  });

beforeAll(async () => {
  administration = await startAdministration({ variables: { RADIANT_INVOICE_ISSUER: 'Hospital IT' } });
  const { gateway } = administration;
  const as = administration.root;
  const made = await administration.call('POST', '/api/v2/tenants', {
    as,
    body: { name: 'spender', app_id: 'default' },
  });
  tenant = made.data.tenant.id;
  admin = await gateway.token({ tenantId: tenant, userId: 'theirs', groups: ['admin'] });
  auditor = await gateway.token({ tenantId: tenant, userId: 'looks', groups: ['auditor'] });
  const keys = await administration.call('POST', `/api/v2/tenants/${tenant}/api-keys`, { as, body: { name: 'app' } });
  for (let n = 0; n < 4; n += 1) await chat(gateway.url, keys.data.key, 'hello', {});
  await gateway.settled();
  await gateway.sql(
    `update usage_records u set tags = array['department=' || case n when 1 then 'er' when 2 then '=icu' else 'lab' end]
     from (select request_id, row_number() over (order by request_id) as n from usage_records where tenant_id = $1) r
     where u.tenant_id = $1 and u.request_id = r.request_id and n < 4`,
    [tenant],
  );
});
afterAll(() => administration.close());

const sum = (amounts: readonly string[]): string =>
  String(amounts.reduce((total, amount) => total.plus(Money.parse(amount)), Money.zero));

describe('cost reports', () => {
  it('add up, by whatever they are grouped, a page at a time', async () => {
    const today = new Date().toISOString().slice(0, 10);
    const answer = await own('/reports/costs?group_by=model,day&limit=1');
    const { total, groups, currency } = answer.data;
    expect([total.requests, currency]).toEqual([4, 'USD']);
    expect(groups).toEqual([{ group: { model: expect.any(String), day: today }, ...total }]);
    const tags = (await own('/reports/costs?group_by=tag')).data.groups;
    expect(tags.map((one: { group: { tag: string } }) => one.group.tag)).toContain('department=er');
    const departments = (await own('/reports/costs?group_by=tag:department')).data.groups;
    expect(departments.map(({ group }: { group: object }) => Object.values(group)[0]).toSorted()).toEqual([
      '=icu',
      'er',
      'lab',
      'none',
    ]);
    expect(sum(departments.map(({ billedAmount }: { billedAmount: string }) => billedAmount))).toBe(total.billedAmount);
    expect((await own('/reports/costs?tag=department%3Der')).data.total.requests).toBe(1);
    expect((await own('/reports/costs?month=2020-01')).data.total.requests).toBe(0);
    expect(JSON.parse((await own('/reports/costs?group_by=tag:department&limit=3')).text).meta.pagination).toEqual({
      page: 1,
      limit: 3,
      total: 4,
      hasMore: true,
    });
  });

  it('show the margin to the platform alone', async () => {
    const platform = (await own('/reports/costs')).data.total;
    expect(sum([platform.cost, platform.margin])).toBe(platform.billedAmount);
    for (const as of [admin, auditor]) {
      expect((await own('/reports/costs', as)).data.total).toEqual({ ...platform, margin: null });
      expect((await get('/api/v2/reports/costs', as)).status).toBe(403);
    }
    const { groups } = (await get('/api/v2/reports/costs?group_by=tenant')).data;
    expect(groups).toContainEqual({ group: { tenant }, ...platform });
  });

  it('come as CSV with a header of their groups', async () => {
    const response = await file('/reports/costs?group_by=tag:department&format=csv');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="costs.csv"');
    const text = await response.text();
    expect(text).toMatch(/^tag:department,requests,input_tokens,output_tokens,cost,billed_amount,margin,currency\r\n/);
    expect(text).toContain("\r\n'=icu,1,");
  });

  it('come as CSV with their totals where nothing is grouped', async () => {
    const { total } = (await own('/reports/costs')).data;
    const [, line, ...more] = (await (await file('/reports/costs?format=csv')).text()).split('\r\n');
    const { requests, inputTokens, outputTokens, cost, billedAmount } = total;
    expect(line).toMatch(new RegExp(`^${requests},${inputTokens},${outputTokens},${cost},${billedAmount},`));
    expect(more).toEqual(['']);
  });

  it('forecast the month and say how', async () => {
    const { total } = (await own('/reports/costs')).data;
    const { data } = await own('/reports/forecast', auditor);
    expect(data).toMatchObject({
      spent: total.billedAmount,
      days: 0,
      method: expect.stringContaining('least squares'),
    });
    expect(data.expected).toBe(data.spent);
  });

  it('charge departments whole cents that add up to what an invoice would say', async () => {
    await administration.gateway.sql(
      'update usage_records set billed_amount_picos = 333333333333 where tenant_id = $1',
      [tenant],
    );
    const { departments, total } = (await own('/reports/chargeback?by=tag:department')).data;
    expect(total).toBe('1.33');
    expect(departments.map(({ amount }: { amount: string }) => amount).toSorted()).toEqual([
      '0.33',
      '0.33',
      '0.33',
      '0.34',
    ]);
    expect(await (await file('/reports/chargeback?by=tag:department&format=csv')).text()).toContain(
      "'=icu,1,0.333333333333,",
    );
  });

  it.each([
    ['group_by', 'group_by=planet'],
    ['group_by', 'group_by=model,model'],
    ['group_by', 'group_by=;drop'],
    ['month', 'month=2026-13'],
    ['to', 'from=2026-01-01'],
    ['from', 'from=2026-02-30&to=2026-03-01'],
    ['tag', 'tag=x'],
    ['format', 'format=xml'],
  ])('with a wrong %s are refused by name: %s', async (field, query) => {
    const answer = await own(`/reports/costs?${query}`);
    expect([answer.status, errorOf(answer)['details']]).toEqual([400, { field }]);
  });
});

describe('exported usage', () => {
  it('is every call, alike in CSV, JSON lines and FOCUS, always in the same order', async () => {
    const plain = await (await file('/usage/export')).text();
    expect(await (await file('/usage/export')).text()).toBe(plain);
    const [header = '', ...rows] = plain.trimEnd().split('\r\n');
    expect(header.startsWith('tenant_id,request_id,created_at,')).toBe(true);
    expect(rows).toHaveLength(4);
    const lines = (await (await file('/usage/export?format=jsonl')).text()).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).request_id)).toEqual(rows.map((row) => row.split(',')[1]));
    const response = await file('/usage/export?format=focus');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="usage-focus-1.2.csv"');
    const focus = await response.text();
    expect(focus).toMatch(/^BilledCost,BillingAccountId,BillingAccountName,/);
    expect(focus.trimEnd().split('\r\n')).toHaveLength(5);
    expect(focus).toContain('Hospital IT');
  });

  it('stands in the trail before it is read', async () => {
    await file('/usage/export?month=2020-01');
    const [row] = await administration.gateway.sql(
      "select count(*)::int as events from audit_logs where tenant_id = $1 and action = 'usage.export'",
      [tenant],
    );
    expect(Number(row?.['events'])).toBeGreaterThan(0);
  });
});
