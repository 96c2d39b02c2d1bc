import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Money } from '@radiant/kernel';
import { startAdministration, type Administration, type Answer } from './administration.js';
import { textOf } from './pdf-text.js';
import { chat, errorOf } from './requests.js';

jest.setTimeout(360_000);

let administration: Administration;
let tenant: string;
let key: string;
beforeAll(async () => {
  administration = await startAdministration({ variables: { RADIANT_INVOICE_ISSUER: 'Hospital IT' } });
});
afterAll(() => administration.close());

const call = (method: string, path: string, body?: unknown, as = administration.root): Promise<Answer> =>
  administration.call(method, path, { as, body });
const invoices = (method: string, path = '', body?: unknown, as?: string): Promise<Answer> =>
  call(method, `/api/v2/tenants/${tenant}/invoices${path}`, body, as);

beforeEach(async () => {
  tenant = (await call('POST', '/api/v2/tenants', { name: '=Clinic "A", East', app_id: 'default' })).data.tenant.id;
  key = (await call('POST', `/api/v2/tenants/${tenant}/api-keys`, { name: 'app' })).data.key;
});

/** Calls that are billed, as if they had been made in October. */
async function october(calls: number): Promise<string> {
  for (let n = 0; n < calls; n += 1) await chat(administration.gateway.url, key, 'hello', {});
  await administration.gateway.settled();
  const rows = await administration.gateway.sql(
    "update usage_records set created_at = '2025-10-15T12:00:00Z' where tenant_id = $1 returning billed_amount_picos",
    [tenant],
  );
  expect(rows).toHaveLength(calls);
  // each as dear as two dollars and a bit, on both sides of the books
  await administration.gateway.sql(
    `update usage_records set billed_amount_picos = 2345678900001 where tenant_id = $1`,
    [tenant],
  );
  await administration.gateway.sql(
    `update ledger_entries set amount_picos = 2345678900001 where tenant_id = $1 and account = 'receivable'`,
    [tenant],
  );
  return 'ready';
}

describe('invoices', () => {
  it('are drafted, read, made final, credited and exported', async () => {
    await october(3);
    const drafted = (await invoices('POST', '', { month: '2025-10' })).data.invoice;
    expect(drafted).toMatchObject({
      tenantId: tenant,
      kind: 'invoice',
      status: 'draft',
      number: null,
      issuer: 'Hospital IT',
      customer: '=Clinic "A", East',
      periodStart: '2025-10-01T00:00:00.000Z',
      periodEnd: '2025-11-01T00:00:00.000Z',
      timeZone: 'UTC',
      exactTotal: '7.037036700003',
      total: '7.04',
      currency: 'USD',
      lines: [{ kind: 'usage', requests: 3, exactAmount: '7.037036700003', amount: '7.04' }],
    });
    expect((await invoices('POST', '', { month: '2025-10' })).data.invoice.id).toBe(drafted.id);
    const changed = await invoices('POST', `/${drafted.id}/finalise`, { expected_total: '7.03' });
    expect([changed.status, errorOf(changed)['details']]).toEqual([412, { field: 'expected_total', total: '7.04' }]);

    const final = (await invoices('POST', `/${drafted.id}/finalise`, { expected_total: '7.04' })).data.invoice;
    expect(final).toMatchObject({ id: drafted.id, status: 'final', number: expect.stringMatching(/^INV-\d{6}$/) });
    expect((await invoices('POST', `/${drafted.id}/finalise`, {})).status).toBe(409);
    expect((await invoices('DELETE', `/${drafted.id}`)).status).toBe(409);
    expect((await invoices('GET', `/${drafted.id}`)).data.invoice).toEqual(final);

    const note = (await invoices('POST', `/${drafted.id}/credit-notes`, { reason: 'cancellation' })).data.invoice;
    expect(note).toMatchObject({ kind: 'credit_note', status: 'final', total: '-7.04', creditedInvoiceId: drafted.id });
    const again = (await invoices('POST', '', { month: '2025-10' })).data.invoice;
    expect(again).toMatchObject({ status: 'draft', total: '7.04' });
    expect((await invoices('DELETE', `/${again.id}`)).data).toEqual({ discarded: true });
    const listed = (await invoices('GET')).data.invoices;
    expect(listed.map(({ id }: { id: string }) => id)).toEqual([note.id, drafted.id]);

    const trail = await administration.gateway.sql(
      "select action from audit_logs where tenant_id = $1 and action like 'invoice.%' order by recorded_at",
      [tenant],
    );
    expect(trail.map(({ action }) => action)).toEqual([
      'invoice.draft',
      'invoice.draft',
      'invoice.finalise',
      'invoice.credit',
      'invoice.draft',
      'invoice.discard',
    ]);
  });

  it('come as CSV, safe for spreadsheets, under a name that says nothing of the customer', async () => {
    await october(1);
    const { id } = (await invoices('POST', '', { month: '2025-10' })).data.invoice;
    const response = await fetch(`${administration.url}/api/v2/tenants/${tenant}/invoices/${id}?format=csv`, {
      headers: { authorization: `Bearer ${administration.root}` },
    });
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="draft-${id}.csv"`);
    const [header, line, ...rest] = (await response.text()).trimEnd().split('\r\n');
    expect(header).toContain('invoice_number,invoice_id,kind,status,issuer,customer,');
    expect(line).toContain(`"'=Clinic ""A"", East"`);
    expect(line).toContain(',2.345678900001,2.35,USD');
    expect(rest).toEqual([]);
  });

  it('come as PDF whose text can be found, the same bytes every time, over as many pages as it takes', async () => {
    await october(60);
    await administration.gateway.sql(
      `update usage_records u set model_id = 'model-' || n from (select request_id, row_number() over () as n
         from usage_records where tenant_id = $1) r where u.tenant_id = $1 and u.request_id = r.request_id`,
      [tenant],
    );
    const { id } = (await invoices('POST', '', { month: '2025-10' })).data.invoice;
    const { number, total } = (await invoices('POST', `/${id}/finalise`, {})).data.invoice;
    const pdf = async (): Promise<Buffer> => {
      const response = await fetch(`${administration.url}/api/v2/tenants/${tenant}/invoices/${id}?format=pdf`, {
        headers: { authorization: `Bearer ${administration.root}` },
      });
      expect(response.headers.get('content-type')).toBe('application/pdf');
      expect(response.headers.get('content-disposition')).toBe(
        `attachment; filename="${String(number).toLowerCase()}.pdf"`,
      );
      return Buffer.from(await response.arrayBuffer());
    };
    const first = await pdf();
    expect(await pdf()).toEqual(first);
    const text = textOf(first);
    for (const shown of [
      `Invoice ${number}`,
      'Hospital IT',
      '=Clinic "A", East',
      'model-1',
      'model-60',
      `${total} USD`,
    ]) {
      expect(text).toContain(shown);
    }
    expect(text).toContain('2025-10-01 - 2025-10-31 (UTC)');
    expect(first.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(2);
  });

  it('are read by the people of the tenant and issued by the platform alone', async () => {
    const { gateway } = administration;
    const { id } = (await invoices('POST', '', { month: '2025-09' })).data.invoice;
    const admin = await gateway.token({ tenantId: tenant, userId: 'theirs', groups: ['admin'] });
    const auditor = await gateway.token({ tenantId: tenant, userId: 'looks', groups: ['auditor'] });
    for (const as of [admin, auditor]) {
      expect((await invoices('GET', `/${id}`, undefined, as)).status).toBe(200);
      expect((await invoices('POST', '', { month: '2025-10' }, as)).status).toBe(403);
      expect((await invoices('POST', `/${id}/finalise`, {}, as)).status).toBe(403);
    }
  });

  it.each([
    ['month', { month: '2025-1' }],
    ['month', { month: '2025-00' }],
    ['month', { month: '2025-10', from: '2025-10-01', to: '2025-10-02' }],
    ['from', { from: '1.10.2025', to: '2025-10-02' }],
    ['to', { from: '2025-10-02', to: '2025-10-02' }],
    ['from', {}],
  ])('with a wrong %s are refused by name: %j', async (field, body) => {
    const answer = await invoices('POST', '', body);
    expect([answer.status, errorOf(answer)['details']]).toEqual([400, { field }]);
  });

  it('of a period that has not ended stay drafts', async () => {
    const month = new Date().toISOString().slice(0, 7);
    const { id } = (await invoices('POST', '', { month })).data.invoice;
    expect((await invoices('POST', `/${id}/finalise`, {})).status).toBe(409);
  });
});

describe('corrections', () => {
  const corrections = (body: object, path = '', as?: string): Promise<Answer> =>
    call('POST', `/api/v2/usage-corrections${path}`, { tenant_id: tenant, ...body }, as);
  const ID = '0d2f8a3e-2f34-4b7d-8a43-9d5b8f6d3c21';

  it('price a month anew by new rows; reports follow, and the next invoice has what was invoiced before', async () => {
    for (const content of ['one', 'two']) await chat(administration.gateway.url, key, content, {});
    await administration.gateway.settled();
    const [booked] = await administration.gateway.sql(
      "update usage_records set created_at = '2025-10-15T12:00:00Z' where tenant_id = $1 returning request_id",
      [tenant],
    );
    const { id: october } = (await invoices('POST', '', { month: '2025-10' })).data.invoice;
    await invoices('POST', `/${october}/finalise`, {});
    const dear = { input_tokens: '30000', output_tokens: '60000', effective_from: '2099-01-01' };
    const priced = await call('POST', '/api/v2/models/demo-chat-small/prices', dear);
    expect(priced.status).toBe(201);
    const asked = { reason: 'price', model_id: 'demo-chat-small', month: '2025-10', price_version: 2 };
    const { data } = await corrections(asked, '/preview');
    const { billedBefore, billedAfter } = data.preview;
    expect(data.preview).toMatchObject({ calls: 2, unchanged: 0, estimates: 0, currency: 'USD' });
    expect(Number(billedAfter)).toBeGreaterThan(1);

    const confirmed = { ...asked, id: ID, expected_calls: 2, expected_billed: billedAfter };
    const refused = await corrections({ ...confirmed, expected_billed: billedBefore });
    expect([refused.status, errorOf(refused)['details']]).toEqual([
      412,
      { field: 'expected_billed', calls: 2, billed_after: billedAfter },
    ]);
    const made = await corrections(confirmed);
    expect([made.status, made.data.correction]).toEqual([
      201,
      expect.objectContaining({ id: ID, billedAfter, calls: 2 }),
    ]);
    expect((await corrections(confirmed)).data).toEqual(made.data);
    expect((await corrections({ ...confirmed, reason: 'usage' })).status).toBe(409);

    const report = await call('GET', `/api/v2/tenants/${tenant}/reports/costs?month=2025-10`);
    expect(report.data.total).toMatchObject({ requests: 2, billedAmount: billedAfter });
    const { lines } = (await invoices('POST', '', { month: '2025-11' })).data.invoice;
    expect(lines).toMatchObject([{ kind: 'adjustment', requests: 0, exactAmount: less(billedAfter, billedBefore) }]);

    const usage = { input_tokens: 1, cached_input_tokens: 0, output_tokens: 0, reasoning_tokens: 0 };
    const one = { reason: 'usage', request_id: booked?.['request_id'], usage };
    const again = (await corrections(one, '/preview')).data.preview;
    expect(again).toMatchObject({ calls: 1, billedAfter: '0.036' });
    const id = ID.replace('0d', '1d');
    expect((await corrections({ ...one, id, expected_calls: 1, expected_billed: '0.036' })).status).toBe(201);
    const listed = (await call('GET', `/api/v2/tenants/${tenant}/usage-corrections?limit=1`)).data.corrections;
    expect(listed).toEqual([expect.objectContaining({ id, reason: 'usage', calls: 1, billedAfter: '0.036' })]);
    const ledger = await administration.gateway.sql(
      `select entry, kind, price_version, amount_picos::text as picos from ledger_entries
       where tenant_id = $1 and request_id = $2 and account = 'receivable' order by entry`,
      [tenant, booked?.['request_id']],
    );
    expect(ledger.map(({ entry, kind, price_version: version }) => [entry, kind, version])).toEqual([
      [1, 'charge', 1],
      [2, 'reversal', 1],
      [3, 'correction', 2],
      [4, 'reversal', 2],
      [5, 'correction', 2],
    ]);
    expect(ledger.at(-1)?.['picos']).toBe('36000000000');
    const trail = await administration.gateway.sql(
      "select count(*)::int as events from audit_logs where tenant_id = $1 and action = 'usage.correct'",
      [tenant],
    );
    expect(trail).toEqual([{ events: 2 }]);
  });

  it.each([
    ['reason', { reason: 'Mrs Canary', model_id: 'demo-chat-small', month: '2025-10', price_version: 1 }],
    ['price_version', { reason: 'price', model_id: 'demo-chat-small', month: '2025-10', price_version: 99 }],
    ['usage.input_tokens', { reason: 'usage', request_id: ID, usage: { input_tokens: -1 } }],
    ['request_id', { reason: 'usage', request_id: '1' }],
  ])('with a wrong %s are refused by name: %j', async (field, body) => {
    const answer = await corrections(body, '/preview');
    expect([answer.status, errorOf(answer)['details']]).toEqual([400, { field }]);
  });
});

const less = (a: string, b: string): string => Money.parse(a).minus(Money.parse(b)).toString();
