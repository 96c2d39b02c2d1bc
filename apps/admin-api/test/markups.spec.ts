import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Money } from '@radiant/kernel';
import { MODEL } from '@radiant/public-api/testing';
import { startAdministration, type Administration, type Answer, type CallOptions } from './administration.js';
import { chat, errorOf, startReplica, type Replica } from './requests.js';
import { until } from './waiting.js';

jest.setTimeout(180_000);

const BILLING = path.resolve(import.meta.dirname, '../../../docs/billing.md');

let administration: Administration;
let replica: Replica;
let tenant: string;
let key: string;
beforeAll(async () => {
  administration = await startAdministration();
  replica = await startReplica(administration.gateway);
  tenant = (await root('POST', '/api/v2/tenants', { name: 'reseller', app_id: 'default' })).data.tenant.id;
  key = (await root('POST', `/api/v2/tenants/${tenant}/api-keys`, { name: 'app' })).data.key;
});
afterAll(async () => {
  await replica.close();
  await administration.close();
});

const root = (method: string, path: string, body?: unknown, headers: CallOptions['headers'] = {}): Promise<Answer> =>
  administration.call(method, path, { as: administration.root, body, headers });
const put = (body: object, headers?: CallOptions['headers']): Promise<Answer> =>
  root('PUT', `/api/v2/tenants/${tenant}/markups`, body, headers);

interface Booked {
  readonly cost_picos: string;
  readonly billed_amount_picos: string;
  readonly markup_basis_points: number;
  readonly markup_version: number | null;
}
/** What a call at a replica is booked as. */
async function booked(url = administration.gateway.url): Promise<Booked> {
  const answer = await chat(url, key, 'hello');
  expect(answer.status).toBe(200);
  await administration.gateway.settled();
  const [row] = await administration.gateway.sql(
    `select cost_picos, billed_amount_picos, markup_basis_points, markup_version from usage_records
       where tenant_id = $1 order by created_at desc limit 1`,
    [tenant],
  );
  return row as unknown as Booked;
}

describe("a tenant's markup", () => {
  it('stands in the place of the price, for both replicas, pinned in what is booked', async () => {
    expect(await booked()).toMatchObject({ markup_basis_points: 2_000, markup_version: null });
    await booked(replica.url);
    const made = await put({ basis_points: 500 }, { 'if-match': '"0"' });
    expect(made.data.markups).toMatchObject([{ version: 1, modelId: null, basisPoints: 500 }]);
    for (const url of [administration.gateway.url, replica.url]) {
      const row = await until(
        () => booked(url),
        ({ markup_version }) => markup_version === 1,
      );
      expect(row.markup_basis_points).toBe(500);
      expect(row.billed_amount_picos).toBe(Money.ofPicos(BigInt(row.cost_picos)).withMarkup(500).picos.toString());
    }
  });

  it('of a model goes before that of all, and is what its calls are held at', async () => {
    await put({ model_id: MODEL, basis_points: 1_000_000 });
    await until(booked, ({ markup_version }) => markup_version === 2);
    await root('POST', `/api/v2/tenants/${tenant}/budgets`, { period: 'day', limit: '0.03', currency: 'USD' });
    // 100 output tokens cost 0.00006, and with a hundred times that on top more than the budget has beside what was spent
    const refused = await chat(administration.gateway.url, key, 'hello', { max_tokens: 5_000 });
    expect([refused.status, errorOf(refused)['code']]).toEqual([402, 'BUDGET_EXCEEDED']);
    await put({ model_id: MODEL, basis_points: null });
    const { data } = await root('GET', `/api/v2/tenants/${tenant}/markups`);
    expect(data.markups.map(({ version, basisPoints }: Record<string, unknown>) => [version, basisPoints])).toEqual([
      [1, 500],
      [2, 1_000_000],
      [3, null],
    ]);
    await until(
      () => chat(administration.gateway.url, key, 'hello', { max_tokens: 5_000 }),
      ({ status }) => status === 200,
    );
  });

  it('stands in the trail before and after, and is set only on what was read', async () => {
    expect((await put({ basis_points: 1 }, { 'if-match': '"2"' })).status).toBe(412);
    const trail = await administration.gateway.sql(
      "select count(*)::int as events from audit_logs where tenant_id = $1 and action = 'markup.change'",
      [tenant],
    );
    expect(trail).toEqual([{ events: 3 }]);
  });

  it.each([
    ['basis_points', {}],
    ['basis_points', { basis_points: 1.5 }],
    ['basis_points', { basis_points: '15' }],
    ['model_id', { basis_points: 1, model_id: 'no-such-model' }],
    ['effective_from', { basis_points: 1, effective_from: '2020-01-01' }],
  ])('with a wrong %s is refused by name: %j', async (field, body) => {
    const answer = await put(body);
    expect([answer.status, errorOf(answer)['details']]).toEqual([400, { field }]);
  });

  it('is found from every line of the ledger as docs/billing.md says, also after a correction', async () => {
    const versions = (await put({ basis_points: 700 })).data.markups.map(({ version }: { version: number }) => version);
    const latest = Math.max(...versions);
    await until(booked, ({ markup_version }) => markup_version === latest);
    const { gateway } = administration;
    const [row] = await gateway.sql('select request_id from usage_records where markup_version = $1 limit 1', [latest]);
    const request = row?.['request_id'];
    const tokens = { input_tokens: 1, cached_input_tokens: 0, output_tokens: 0, reasoning_tokens: 0 };
    const asked = { tenant_id: tenant, reason: 'usage', request_id: request, usage: tokens };
    const { billedAfter } = (await root('POST', '/api/v2/usage-corrections/preview', asked)).data.preview;
    const confirmed = { ...asked, id: randomUUID(), expected_calls: 1, expected_billed: billedAfter };
    expect((await root('POST', '/api/v2/usage-corrections', confirmed)).status).toBe(201);
    const [, query = ''] = /^```sql\n(select l\.entry[^`]*)```/m.exec(readFileSync(BILLING, 'utf8')) ?? [];
    const lines = await gateway.sql(query, [tenant, request]);
    expect(lines.map(({ entry, markup_version: version }) => [entry, version])).toEqual(
      [1, 2, 3].flatMap((entry) => Array.from({ length: 3 }, () => [entry, latest])),
    );
    await gateway.sql('update usage_records set markup_version = null where request_id = $1', [request]);
    const told = (await gateway.sql(query, [tenant, request])).map(({ markup_version: version }) => version);
    expect(told).toEqual([...Array.from({ length: 6 }, () => null), ...Array.from({ length: 3 }, () => latest)]);
  });
});
