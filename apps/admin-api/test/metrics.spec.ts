import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { MODEL } from '@radiant/public-api/testing';
import { startAdministration, type Administration } from './administration.js';
import { chat, PROMPT } from './requests.js';
import { until } from './waiting.js';

jest.setTimeout(360_000);

const TOKEN = 'a-token-of-the-metrics-that-is-long';

let administration: Administration;
beforeAll(async () => {
  administration = await startAdministration({ variables: { RADIANT_METRICS_TOKEN: TOKEN } });
});
afterAll(() => administration.close());

const scrape = async (as = administration.root): Promise<string> => {
  const { status, text } = await administration.call('GET', '/metrics', { as });
  expect(status).toBe(200);
  return text;
};
/** The sum of all series of a metric that have these labels. */
const sumOf = (text: string, name: string, labels = ''): bigint =>
  text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) && line.includes(labels))
    .reduce((sum, line) => sum + BigInt(line.slice(line.lastIndexOf(' ') + 1)), 0n);
const explain = async () =>
  (await administration.call('POST', '/api/v2/routing/explain', { as: administration.root, body: { model: MODEL } }))
    .data.targets[0].breakers;

describe('metrics', () => {
  it('say to the pico what usage and ledger say, how calls went and what was hidden, and no word of them', async () => {
    const { gateway } = administration;
    const before = await until(scrape, (text) => text.includes('service="public-api"'));
    expect(sumOf(before, 'radiant_billed_picos_total')).toBe(0n);
    for (let n = 0; n < 3; n += 1) expect((await chat(gateway.url, gateway.clinic.key)).status).toBe(200);
    const streamed = await chat(gateway.url, gateway.hospital.key, PROMPT, { stream: true });
    expect(streamed.status).toBe(200);
    expect((await chat(gateway.url, gateway.clinic.key, PROMPT, { model: 'unheard-of' })).status).toBe(404);
    await gateway.settled();
    const [books] = await gateway.sql(
      `select sum(cost_picos)::text as cost, sum(billed_amount_picos)::text as billed, count(*)::text as calls,
          sum(input_tokens + cached_input_tokens + output_tokens + reasoning_tokens)::text as tokens,
          (select sum(amount_picos)::text from ledger_entries where account = 'receivable') as receivable
        from usage_records`,
    );
    const text = await until(scrape, (found) => sumOf(found, 'radiant_calls_total') === 4n);
    expect({
      cost: String(sumOf(text, 'radiant_cost_picos_total')),
      billed: String(sumOf(text, 'radiant_billed_picos_total')),
      calls: String(sumOf(text, 'radiant_provider_calls_total', 'outcome="answered"')),
      tokens: String(sumOf(text, 'radiant_tokens_total')),
      receivable: String(sumOf(text, 'radiant_billed_picos_total')),
    }).toEqual(books);
    expect(sumOf(text, 'radiant_phi_hidden_total', 'category="NAME"')).toBe(4n);
    expect(sumOf(text, 'radiant_http_requests_total', 'route="/api/v2/chat/completions",status="200"')).toBe(4n);
    expect(sumOf(text, 'radiant_errors_total', 'code="not_found"')).toBe(1n);
    expect(sumOf(text, 'radiant_overhead_seconds_count', 'route="/api/v2/chat/completions"')).toBe(4n);
    for (const kind of ['usage_unlike_ledger', 'unbalanced', 'settled_but_held', 'overdue']) {
      expect(text).toContain(`radiant_ledger_difference_picos{service="admin-api",kind="${kind}"} 0\n`);
    }
    for (const secret of ['Jane', '00482913', gateway.clinic.id, gateway.clinic.key, 'unheard-of']) {
      expect(text).not.toContain(secret);
    }
  });

  it('show a difference of the books for what it is', async () => {
    const { gateway } = administration;
    const look = async () => {
      const [found] = await gateway.sql(
        `select unlike_picos::text as unlike, unbalanced_picos::text as unbalanced
          from books_at_a_glance(now() - interval '1 hour')`,
      );
      return found;
    };
    expect(await look()).toEqual({ unlike: '0', unbalanced: '0' });
    await gateway.sql(
      `insert into ledger_entries (tenant_id, request_id, entry, account, amount_picos, kind, price_version)
        select tenant_id, request_id, 9, 'receivable', 7, 'correction', 1 from usage_records limit 1`,
    );
    expect(await look()).toEqual({ unlike: '7', unbalanced: '7' });
    await gateway.sql("delete from ledger_entries where entry = 9 and kind = 'correction'");
    const [dropped] = await gateway.sql(
      `with dropped as (delete from usage_records where request_id = (select request_id from usage_records limit 1)
          returning cost_picos, billed_amount_picos)
        select (cost_picos + billed_amount_picos)::text as sum from dropped`,
    );
    expect(await look()).toEqual({ unlike: dropped?.['sum'], unbalanced: '0' });
  });

  it('are for administrators; what all tenants were billed is for super administrators', async () => {
    const { gateway } = administration;
    for (const group of ['operator', 'auditor']) {
      const as = await gateway.token({ userId: group, groups: [group] });
      for (const path of ['/metrics', '/api/v2/metrics']) {
        expect((await administration.call('GET', path, { as })).status).toBe(403);
      }
      const own = await gateway.send('/api/v2/metrics', { headers: { authorization: `Bearer ${as}` } });
      expect(own.status).toBe(403);
    }
    const text = await scrape(await gateway.token({ userId: 'admin', groups: ['admin'] }));
    expect(text).toContain('radiant_calls_total{');
    expect(text).not.toMatch(/radiant_(?:cost|billed)_picos_total/);
    const json = await administration.call('GET', '/api/v2/metrics', { as: administration.root });
    const names = json.data.processes.map(({ labels }: { labels: { service: string } }) => labels.service);
    expect(names).toEqual(['admin-api', 'public-api']);
    expect((await administration.call('GET', '/metrics')).status).toBe(401);
    const own = await gateway.send('/api/v2/metrics', { headers: { authorization: `Bearer ${administration.root}` } });
    expect(own.status).toBe(200);
    expect((await gateway.send('/api/v2/metrics', { tenant: gateway.clinic })).status).toBe(403);
  });

  it('are read with the token of the environment, which opens nothing else', async () => {
    expect(await scrape(TOKEN)).toContain('radiant_billed_picos_total{');
    expect((await administration.call('GET', '/api/v2/metrics', { as: TOKEN })).status).toBe(200);
    for (const as of [TOKEN.slice(1), `${TOKEN}x`, TOKEN.toUpperCase()]) {
      expect((await administration.call('GET', '/metrics', { as })).status).toBe(401);
    }
    for (const path of ['/api/v2/reports/costs', '/api/v2/price-imports', '/api/v2/provider-bills']) {
      expect((await administration.call('GET', path, { as: TOKEN })).status).toBe(401);
    }
    const { gateway } = administration;
    const call = await gateway.send('/v1/models', { headers: { authorization: `Bearer ${TOKEN}` } });
    expect(call.status).toBe(401);
  });

  it('and routing is explained with the replicas that keep calls from a provider', async () => {
    const { gateway } = administration;
    expect(await explain()).toEqual([]);
    gateway.upstream.behave({ fault: 'status-500' });
    for (let n = 0; n < 5; n += 1) await chat(gateway.url, gateway.clinic.key);
    gateway.upstream.behave({});
    const [breaker] = await until(explain, (found) => found.length > 0);
    expect(breaker).toEqual({
      replica: expect.stringMatching(/^[0-9a-f-]{36}$/),
      region: null,
      breaker: expect.stringMatching(/^(?:open|half_open)$/),
      since: expect.stringMatching(/^\d{4}-/),
    });
    await until(scrape, (found) => sumOf(found, 'radiant_provider_calls_total', 'outcome="failed"') === 5n);
  });
});
