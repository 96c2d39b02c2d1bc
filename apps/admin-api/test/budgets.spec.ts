import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Money } from '@radiant/kernel';
import { MODEL } from '@radiant/public-api/testing';
import { startAdministration, type Administration, type Answer } from './administration.js';
import { chat, errorOf, startReplica, type Replica } from './requests.js';

jest.setTimeout(180_000);

let administration: Administration;
let replica: Replica;
beforeAll(async () => {
  administration = await startAdministration();
  replica = await startReplica(administration.gateway);
});
afterAll(async () => {
  await replica.close();
  await administration.close();
});

let tenant: string;
let key: string;
const call = (method: string, path: string, body?: unknown): Promise<Answer> =>
  administration.call(method, path, { as: administration.root, body });
beforeEach(async () => {
  administration.gateway.upstream.behave({});
  tenant = (await call('POST', '/api/v2/tenants', { name: 'spender', app_id: 'default' })).data.tenant.id;
  key = (await call('POST', `/api/v2/tenants/${tenant}/api-keys`, { name: 'app' })).data.key;
});

const budget = (body: object): Promise<Answer> =>
  call('POST', `/api/v2/tenants/${tenant}/budgets`, { period: 'day', currency: 'USD', hard: true, ...body });
const standing = async () => (await call('GET', `/api/v2/tenants/${tenant}/budgets`)).data.budgets[0];
const ask = (url = administration.gateway.url, extra: object = { max_tokens: 100 }): Promise<Answer> =>
  chat(url, key, 'hello', extra);
const billed = async (): Promise<Money> => {
  await administration.gateway.settled();
  const [row] = await administration.gateway.sql(
    'select coalesce(sum(billed_amount_picos), 0)::text as sum from usage_records where tenant_id = $1',
    [tenant],
  );
  return Money.ofPicos(BigInt(String(row?.['sum'])));
};

describe('a budget', () => {
  it('is never overshot by sixty-four calls at once on two replicas, and admits exactly what fits', async () => {
    const { upstream } = administration.gateway;
    await budget({ limit: '1' });
    await ask();
    await administration.gateway.settled();
    const [held] = await administration.gateway.sql('select count(*)::int as calls from reservations');
    expect(held).toEqual({ calls: 0 });
    const before = await billed();
    // what one call holds: 100 output tokens and the bytes of its body, at 20 % markup
    const body = upstream.requests.at(-1)?.body ?? '';
    const hold = ((BigInt(Buffer.byteLength(body)) * 150_000n + 100n * 600_000n) * 12n) / 10n;
    const [first] = (await call('GET', `/api/v2/tenants/${tenant}/budgets`)).data.budgets;
    await call('DELETE', `/api/v2/tenants/${tenant}/budgets/${first.id}`);
    await budget({ limit: before.plus(Money.ofPicos(hold * 20n)).toString() });

    const urls = [administration.gateway.url, replica.url];
    upstream.clear();
    const release = upstream.hold(); // what is settled leaves room for others
    let refused = 0;
    const calls = Array.from({ length: 64 }, async (_, n) => {
      const { status } = await ask(urls[n % 2]);
      if (status !== 200) refused += 1;
      return status;
    });
    while (refused + upstream.requests.length < calls.length) await standing();
    release();
    const statuses = await Promise.all(calls);
    expect(statuses.filter((status) => status === 200)).toHaveLength(20);
    expect(statuses.filter((status) => status === 402)).toHaveLength(44);
    const { limit } = await standing();
    expect((await billed()).compare(Money.parse(limit))).toBeLessThanOrEqual(0);
    expect(await standing()).toMatchObject({ held: '0', spent: (await billed()).toString() });
  });

  it('is never overshot by five hundred calls at once on two replicas, at whatever moment it is looked at', async () => {
    administration.gateway.upstream.behave({ latencyMs: 500 });
    const limit = Money.parse('0.002'); // about twenty holds
    await budget({ limit: limit.toString() });
    const urls = [administration.gateway.url, replica.url];
    let answered = 0;
    const calls = Array.from({ length: 500 }, (_, n) => ask(urls[n % 2]).finally(() => (answered += 1)));
    let most = Money.zero;
    while (answered < calls.length) {
      const { spent, held } = await standing();
      const shown = Money.parse(spent).plus(Money.parse(held));
      if (shown.compare(most) > 0) most = shown;
    }
    expect(most.compare(limit)).toBeLessThanOrEqual(0);
    const answers = await Promise.all(calls);
    expect(answers.filter(({ status }) => status !== 200 && status !== 402)).toEqual([]);
    expect(new Set(answers.map(({ status }) => status)).size).toBe(2);
    expect(await billed()).toEqual(Money.parse((await standing()).spent));
    expect((await standing()).held).toBe('0');
  });

  it('says of a refusal what is left and when it resets, in both shapes, and nothing leaves', async () => {
    await budget({ limit: '0.000001', period: 'month' });
    administration.gateway.upstream.clear();
    const refused = await ask();
    expect([refused.status, errorOf(refused)]).toEqual([
      402,
      {
        code: 'BUDGET_EXCEEDED',
        message: expect.stringContaining('a budget has 0.000001 of 0.000001 USD left'),
        details: {
          budgetId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          scope: 'tenant',
          limit: '0.000001',
          left: '0.000001',
          currency: 'USD',
          resetsAt: expect.stringMatching(/-01T00:00:00\.000Z$/),
        },
      },
    ]);
    const openAi = await administration.gateway.send('/v1/chat/completions', {
      method: 'POST',
      body: JSON.stringify({ model: MODEL, stream: true, messages: [{ role: 'user', content: 'hello' }] }),
      headers: { authorization: `Bearer ${key}` },
    });
    expect(openAi.status).toBe(402);
    expect(await openAi.json()).toMatchObject({ error: { code: 'budget_exceeded', type: 'insufficient_quota' } });
    expect(administration.gateway.upstream.requests).toEqual([]);
    expect(await standing()).toMatchObject({ spent: '0', held: '0', left: '0.000001' });
  });

  it('counts what was spent before it was made', async () => {
    expect((await ask()).status).toBe(200);
    const spent = await billed();
    const made = await budget({ limit: spent.toString() });
    expect(made.data.budget).toMatchObject({ spent: spent.toString(), left: '0' });
    expect((await ask()).status).toBe(402);
  });

  it('of an app is asked for the calls of that app alone', async () => {
    await budget({ limit: '0', scope: { type: 'app', value: 'thinktank' } });
    expect((await ask()).status).toBe(200);
    await budget({ limit: '0', scope: { type: 'app', value: 'default' } });
    expect((await ask()).status).toBe(402);
  });

  it('of a key counts what was spent before the key was rotated, with the old key as with its successor', async () => {
    const keys = `/api/v2/tenants/${tenant}/api-keys`;
    const first = (await call('POST', keys, { name: 'ward 3' })).data;
    const use = (secret: string) => chat(administration.gateway.url, secret, 'hello', { max_tokens: 100 });
    expect((await use(first.key)).status).toBe(200);
    const spent = await billed();
    await budget({ limit: spent.toString(), period: 'month', scope: { type: 'key', value: first.apiKey.id } });
    const second = (await call('POST', `${keys}/${first.apiKey.id}/rotate`)).data;
    const third = (await call('POST', `${keys}/${second.apiKey.id}/rotate`)).data;
    for (const { key: secret } of [third, second, first]) expect((await use(secret)).status).toBe(402);
    expect((await ask()).status).toBe(200); // another key's calls are no business of it
    const { budgets } = (await call('GET', `/api/v2/tenants/${tenant}/budgets`)).data;
    expect(budgets).toMatchObject([{ scope: { type: 'key', value: first.apiKey.id }, spent: spent.toString() }]);
    const made = await budget({ limit: '5', scope: { type: 'key', value: third.apiKey.id } });
    expect(made.data.budget).toMatchObject({
      scope: { type: 'key', value: first.apiKey.id },
      spent: spent.toString(),
    });
  });

  it('that is soft refuses nothing and raises alerts', async () => {
    await budget({ limit: '0.000000000001', hard: false });
    expect((await ask()).status).toBe(200);
    await administration.gateway.settled();
    const { alerts } = (await call('GET', `/api/v2/tenants/${tenant}/budgets/alerts`)).data;
    expect(alerts.map(({ percent }: { percent: number }) => percent)).toEqual([100, 80, 50]);
  });

  it('that was ended refuses nothing, is listed no more and stands in the trail', async () => {
    const { id } = (await budget({ limit: '0' })).data.budget;
    expect((await ask()).status).toBe(402);
    expect((await call('DELETE', `/api/v2/tenants/${tenant}/budgets/${id}`)).status).toBe(200);
    expect((await ask()).status).toBe(200);
    expect(await standing()).toBeUndefined();
    const again = await call('DELETE', `/api/v2/tenants/${tenant}/budgets/${id}`);
    expect(again.status).toBe(409);
    const trail = await administration.gateway.sql(
      "select action from audit_logs where tenant_id = $1 and action like 'budget.%' order by occurred_at, action",
      [tenant],
    );
    expect(trail).toEqual([{ action: 'budget.create' }, { action: 'budget.end' }]);
  });

  it.each([
    ['period', { period: 'week' }],
    ['limit', { limit: '1.0000000000001' }],
    ['limit', { limit: 5 }],
    ['limit', { limit: '-1' }],
    ['currency', { currency: 'EUR' }],
    ['hard', { hard: 'yes' }],
    ['scope', { scope: 'app' }],
    ['scope.type', { scope: { type: 'planet', value: 'x' } }],
    ['scope.value', { scope: { type: 'app' } }],
    ['scope.value', { scope: { type: 'tenant', value: 'x' } }],
    ['scope.value', { scope: { type: 'app', value: 'no-such-app' } }],
    ['scope.value', { scope: { type: 'key', value: 'app' } }],
    ['scope.value', { scope: { type: 'key', value: '55555555-5555-4555-8555-555555555555' } }],
    ['scope.value', { scope: { type: 'user', value: 'no user' } }],
    ['scope.value', { scope: { type: 'tag', value: 'nobodys=cardiology' } }],
    ['scope.value', { scope: { type: 'tag', value: 'cardiology' } }],
    ['scope.value', { scope: { type: 'tag', value: 'Team=cardiology' } }],
  ])('with a wrong %s is refused by name: %j', async (field, over) => {
    const answer = await budget({ limit: '1', ...over });
    expect([answer.status, errorOf(answer)['details']]).toEqual([400, { field }]);
  });

  it('takes the scope that an answer shows', async () => {
    const { scope } = (await budget({ limit: '1' })).data.budget;
    expect((await budget({ limit: '2', scope })).data.budget).toMatchObject({ limit: '2', scope });
  });

  it.each(['9223372.036854775808', '9223373', '10000000', '1'.repeat(30)])(
    'of more than can be kept is told how much can be: %s',
    async (limit) => {
      expect(errorOf(await budget({ limit }))['message']).toMatch(/^limit must be .* at most 9223372 USD/);
    },
  );
});
