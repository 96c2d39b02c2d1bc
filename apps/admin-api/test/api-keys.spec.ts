import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { call, startAdministration, type Administration, type Answer } from './administration.js';
import { chat, errorOf, startReplica, statusOf, type Replica } from './requests.js';
import { until } from './waiting.js';

jest.setTimeout(180_000);

let administration: Administration;
let replica: Replica;
let keys: string;
let admin: string;
beforeAll(async () => {
  administration = await startAdministration();
  const { gateway } = administration;
  replica = await startReplica(gateway);
  keys = `/api/v2/tenants/${gateway.clinic.id}/api-keys`;
  admin = await gateway.token({ userId: 'key-admin', groups: ['admin'] });
});
afterAll(async () => {
  await replica.close();
  await administration.close();
});

const ask = (method: string, path = '', body?: object): Promise<Answer> =>
  administration.call(method, keys + path, { as: admin, body });
const issue = async (body: object = {}): Promise<{ key: string; id: string }> => {
  const { status, data } = await ask('POST', '', { name: 'test', ...body });
  expect(status).toBe(201);
  return { key: data.key, id: data.apiKey.id };
};
const listed = async (id: string): Promise<Record<string, unknown>> => {
  const { data } = await ask('GET', '?limit=1000');
  return data.apiKeys.find((key: { id: string }) => key.id === id);
};
/** At every process at once: what each answers to the key. */
const everywhere = (key: string): Promise<number[]> =>
  Promise.all([administration.gateway.url, replica.url].map((url) => statusOf(url, key)));
const all = (status: number) => (statuses: number[]) => statuses.every((each) => each === status);

describe('an API key', () => {
  it('is shown once, and then stands in no list, table, log or export', async () => {
    const { key, id } = await issue({ name: 'shown once' });
    expect(key).toMatch(/^rad_dev_[A-Za-z0-9]{12}_[A-Za-z0-9]{43}$/);
    expect(await everywhere(key)).toEqual([200, 200]);
    const secret = key.slice(-43);
    const told = await Promise.all([
      ask('GET'),
      ask('PATCH', `/${id}`, { name: 'renamed' }),
      administration.call('GET', '/api/v2/audit?limit=1000', { as: admin }),
      administration.call('GET', '/api/v2/audit/export', { as: admin }),
      administration.call('GET', '/api/v2/access-review', { as: admin }),
    ]);
    for (const { status, text } of told) {
      expect(status).toBe(200);
      expect(text).not.toContain(secret);
    }
    expect(await listed(id)).toMatchObject({ name: 'renamed', prefix: key.slice(0, -44), createdBy: 'key-admin' });
    expect(await tablesWith(secret)).toEqual([]);
    expect(await tablesWith('renamed')).toEqual(['api_keys']); // the search does find
    const { gateway, logLines } = administration;
    expect([...logLines, ...gateway.logLines].join()).not.toContain(secret);
  });

  it('opens the routes of its scopes and no others, and the refusal names the permission', async () => {
    const { gateway } = administration;
    const { key: reader } = await issue({ scopes: ['model.read'] });
    expect(await statusOf(gateway.url, reader)).toBe(200);
    const refused = await chat(gateway.url, reader);
    expect(refused.status).toBe(403);
    expect(errorOf(refused)).toMatchObject({ code: 'FORBIDDEN', details: { permission: 'inference.call' } });
    expect(errorOf(refused)['message']).toContain('inference.call');

    const { key: caller } = await issue({ scopes: ['inference.call'] });
    expect((await chat(gateway.url, caller)).status).toBe(200);
    expect(await statusOf(gateway.url, caller)).toBe(403);
  });

  it('uses the models of its scopes and no others', async () => {
    const { url } = administration.gateway;
    const { key } = await issue({ scopes: ['inference.call', 'model:demo-chat-small'] });
    expect((await chat(url, key)).status).toBe(200);
    const refused = await chat(url, key, 'hello', { model: 'demo-chat-large' });
    expect([refused.status, errorOf(refused)]).toEqual([
      403,
      expect.objectContaining({ code: 'FORBIDDEN', details: { field: 'model' } }),
    ]);
    const unknown = await chat(url, key, 'hello', { model: 'none' });
    expect(unknown.status).toBe(404);
  });

  it('is refused from its expiry on', async () => {
    const { key } = await issue({ expires_at: new Date(Date.now() + 1_500).toISOString() });
    expect(await everywhere(key)).toEqual([200, 200]);
    expect(await until(() => everywhere(key), all(401))).toEqual([401, 401]);
  });

  it('is made of null for what it has not, as answers show it', async () => {
    const without = { requests_per_minute: 5, tokens_per_day: null, concurrent_streams: null };
    const { data } = await ask('POST', '', { name: 'app', expires_at: null, limits: without });
    expect(data.apiKey).toMatchObject({
      expiresAt: null,
      limits: { requestsPerMinute: 5, tokensPerDay: null, concurrentStreams: null },
    });
  });

  it('does after a change what the change says', async () => {
    const { key, id } = await issue({ scopes: ['*'], limits: { requests_per_minute: 5 } });
    expect(await everywhere(key)).toEqual([200, 200]);
    const changed = await ask('PATCH', `/${id}`, { scopes: ['inference.call'], expires_at: '2031-01-01T00:00:00Z' });
    expect(changed.data.apiKey).toMatchObject({
      id,
      scopes: ['inference.call'],
      expiresAt: '2031-01-01T00:00:00.000Z',
      limits: { requestsPerMinute: 5, tokensPerDay: null },
    });
    expect(await until(() => everywhere(key), all(403))).toEqual([403, 403]);
    expect((await ask('PATCH', `/${id}`, { expires_at: null, limits: {} })).data.apiKey).toMatchObject({
      expiresAt: null,
      limits: { requestsPerMinute: null },
    });
  });

  it('that was rotated without overlap is refused by two replicas within five seconds, and the new one is good at once', async () => {
    const { key: old, id } = await issue({ scopes: ['model.read'], limits: { tokens_per_day: 9 } });
    expect(await everywhere(old)).toEqual([200, 200]);
    const { status, data } = await ask('POST', `/${id}/rotate`, { overlap_seconds: 0 });
    expect(status).toBe(201);
    expect(data.apiKey).toMatchObject({ scopes: ['model.read'], limits: { tokensPerDay: 9 }, revokedAt: null });
    expect(await everywhere(data.key)).toEqual([200, 200]);
    await until(() => everywhere(old), all(401));
    expect(await everywhere(data.key)).toEqual([200, 200]);
    expect(await listed(id)).toMatchObject({ replacedBy: data.apiKey.id, revokedAt: expect.any(String) });
    expect((await ask('POST', `/${id}/rotate`, {})).status).toBe(409);
  });

  it('that was rotated stays good for the overlap, and no longer', async () => {
    const { key: old, id } = await issue();
    const overlap = await ask('POST', `/${id}/rotate`, { overlap_seconds: 3 });
    const end = Date.parse(String((await listed(id))['revokedAt']));
    const answers: { readonly at: number; readonly statuses: number[] }[] = [];
    await until(async () => {
      const statuses = await everywhere(old);
      answers.push({ at: Date.now(), statuses });
      return statuses;
    }, all(401));
    const during = answers.filter(({ at }) => at < end);
    expect(during.length).toBeGreaterThan(0);
    for (const { statuses } of during) expect(statuses).toEqual([200, 200]);
    expect(await everywhere(overlap.data.key)).toEqual([200, 200]);
  });

  it('that is revoked is refused by two replicas within five seconds, in use or not', async () => {
    const { key, id } = await issue();
    const { key: other, id: otherId } = await issue();
    expect(await everywhere(key)).toEqual([200, 200]);
    expect(await everywhere(other)).toEqual([200, 200]);
    expect((await ask('DELETE', `/${id}`)).data.apiKey.revokedAt).toEqual(expect.any(String));
    expect((await ask('DELETE', `/${otherId}`)).status).toBe(200);
    await until(() => everywhere(key), all(401));
    await until(() => everywhere(other), all(401));
    expect((await ask('DELETE', `/${id}`)).status).toBe(200); // again: as it is
    expect((await ask('PATCH', `/${id}`, { name: 'back' })).status).toBe(409);
  });

  it('shows when it was last used', async () => {
    const { key, id } = await issue();
    expect(await listed(id)).toMatchObject({ lastUsedAt: null });
    await everywhere(key);
    const { lastUsedAt } = await until(
      () => listed(id),
      (shown) => shown['lastUsedAt'] !== null,
    );
    expect(Date.parse(String(lastUsedAt))).toBeLessThanOrEqual(Date.now());
  });

  it('speaks for others only where it is marked as a trusted forwarder', async () => {
    const { gateway } = administration;
    const headers = { 'x-openwebui-user-id': 'person-behind' };
    const billedTo = async (key: string): Promise<unknown> => {
      const answer = await chat(gateway.url, key, 'hello', {}, headers);
      expect(answer.status).toBe(200);
      const { meta } = JSON.parse(answer.text) as { meta: { requestId: string } };
      const [row] = await until(
        () => gateway.sql('select user_id from usage_records where request_id = $1', [meta.requestId]),
        (rows) => rows.length === 1,
      );
      const [audited] = await gateway.sql(
        "select user_id from audit_logs where request_id = $1 and action = 'inference.call'",
        [meta.requestId],
      );
      expect(audited?.['user_id']).toBe(row?.['user_id']);
      return row?.['user_id'];
    };
    expect(await billedTo((await issue()).key)).toBeNull();
    const { key: trusted } = await issue({ trusted_forwarder: true });
    expect(await billedTo(trusted)).toBe('person-behind');
    const bad = await chat(gateway.url, trusted, 'hello', {}, { 'x-openwebui-user-id': '../x y' });
    expect(bad.status).toBe(400);
  });

  it('goes on in what it began after it was rotated, and pays for no repeated call again', async () => {
    const { url, upstream } = administration.gateway;
    const first = await issue();
    const stranger = await issue();
    const session_id = randomUUID();
    const once = { 'idempotency-key': randomUUID() };
    const asked = await chat(url, first.key, 'hello', { session_id }, once);
    expect(asked.status).toBe(200);
    const second = (await ask('POST', `/${first.id}/rotate`, {})).data;
    const third = (await ask('POST', `/${second.apiKey.id}/rotate`, {})).data;
    const calls = upstream.requests.length;
    for (const key of [first.key, second.key, third.key]) {
      expect(await chat(url, key, 'hello', { session_id }, once)).toMatchObject({ status: 200, text: asked.text });
      expect((await call(url, 'GET', `/api/v2/sessions/${session_id}`, { as: key })).status).toBe(200);
    }
    expect(upstream.requests).toHaveLength(calls);
    const foreign = await chat(url, stranger.key, 'hello', {}, once);
    expect(foreign.status).toBe(200);
    expect(foreign.text).not.toBe(asked.text);
    expect(upstream.requests).toHaveLength(calls + 1);
    expect((await call(url, 'GET', `/api/v2/sessions/${session_id}`, { as: stranger.key })).status).toBe(404);
  });

  it('speaks for no other key, though it may speak for people', async () => {
    const { url } = administration.gateway;
    const other = await issue();
    const forwarder = await issue({ trusted_forwarder: true });
    const session = randomUUID();
    const once = { 'idempotency-key': randomUUID() };
    expect((await chat(url, other.key, 'hello', { session_id: session }, once)).status).toBe(200);
    const asOther = { 'x-openwebui-user-id': other.id };
    const read = (as: string, path: string, headers = {}) => call(url, 'GET', path, { as, headers });
    expect((await read(other.key, `/api/v2/sessions/${session}`)).status).toBe(200);
    expect((await read(forwarder.key, `/api/v2/sessions/${session}`, asOther)).status).toBe(404);
    expect((await read(forwarder.key, '/api/v2/sessions', asOther)).data.sessions).toEqual([]);
    expect((await chat(url, forwarder.key, 'another', {}, { ...once, ...asOther })).status).toBe(200);
  });

  it.each([
    ['name', {}],
    ['name', { name: '' }],
    ['name', { name: 'a\u0000b' }],
    ['scopes', { name: 'x', scopes: [] }],
    ['scopes', { name: 'x', scopes: 'inference.call' }],
    ['scopes', { name: 'x', scopes: ['tenant.change'] }],
    ['scopes', { name: 'x', scopes: ['model:'] }],
    ['expires_at', { name: 'x', expires_at: 'tomorrow' }],
    ['expires_at', { name: 'x', expires_at: '2020-01-01T00:00:00Z' }],
    ['limits.requests_per_minute', { name: 'x', limits: { requests_per_minute: 0 } }],
    ['limits.tokens_per_day', { name: 'x', limits: { tokens_per_day: 1.5 } }],
    ['trusted_forwarder', { name: 'x', trusted_forwarder: 'yes' }],
    ['app_id', { name: 'x', app_id: 'none' }],
  ])('is not made of a body with a bad %s, which is named: %j', async (field, body) => {
    const answer = await ask('POST', '', body);
    expect([answer.status, errorOf(answer)]).toEqual([
      400,
      expect.objectContaining({ code: 'VALIDATION_ERROR', details: { field } }),
    ]);
  });

  it('changes nothing by a change without a field, and is 404 where it is not there', async () => {
    const { id } = await issue();
    expect((await ask('PATCH', `/${id}`, {})).status).toBe(400);
    expect(errorOf(await ask('POST', `/${id}/rotate`, { overlap_seconds: -1 }))['details']).toEqual({
      field: 'overlap_seconds',
    });
    const missing = '/99999999-9999-4999-8999-999999999999';
    expect((await ask('PATCH', missing, { name: 'x' })).status).toBe(404);
    expect((await ask('DELETE', missing)).status).toBe(404);
    expect((await ask('DELETE', '/x')).status).toBe(400);
  });
});

/** Every table that has a row with the text, in the clear or in the hex of bytes. */
async function tablesWith(text: string): Promise<string[]> {
  const { sql } = administration.gateway;
  const tables = await sql("select tablename from pg_tables where schemaname = 'public' order by 1");
  const found: string[] = [];
  for (const name of tables.map(({ tablename }) => String(tablename))) {
    const rows = await sql(
      `select 1 from "${name}" as t where t::text like '%' || $1 || '%'
         or t::text like '%' || encode(convert_to($1, 'UTF8'), 'hex') || '%' limit 1`,
      [text],
    );
    if (rows.length > 0) found.push(name);
  }
  return found;
}
