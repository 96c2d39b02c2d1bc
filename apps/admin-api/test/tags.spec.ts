import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startAdministration, type Administration, type Answer } from './administration.js';
import { chat, errorOf } from './requests.js';
import { until } from './waiting.js';

jest.setTimeout(180_000);

let administration: Administration;
let tenant: string;
let key: string;
beforeAll(async () => {
  administration = await startAdministration();
  tenant = (await call('POST', '/api/v2/tenants', { name: 'tagger', app_id: 'default' })).data.tenant.id;
  const settings = { tag_keys: ['team', 'project'] };
  const changed = await call('PATCH', `/api/v2/tenants/${tenant}`, { settings });
  expect(changed.data.tenant.settings.tagKeys).toEqual(['team', 'project']);
  key = (await call('POST', `/api/v2/tenants/${tenant}/api-keys`, { name: 'app' })).data.key;
});
afterAll(() => administration.close());

const call = (method: string, path: string, body?: unknown): Promise<Answer> =>
  administration.call(method, path, { as: administration.root, body });
const ask = (tags?: string): Promise<Answer> =>
  chat(
    administration.gateway.url,
    key,
    'hello',
    { max_tokens: 20 },
    tags === undefined ? {} : { 'x-radiant-tags': tags },
  );
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are looked into freely here
const shown = async (path: string): Promise<any> => {
  await administration.gateway.settled();
  const response = await administration.gateway.send(path, { headers: { authorization: `Bearer ${key}` } });
  const { data } = JSON.parse(await response.text());
  return data;
};
const kept = (table: string): Promise<Record<string, unknown>[]> =>
  administration.gateway.sql(`select tags from ${table} where tenant_id = $1`, [tenant]);

describe('tags', () => {
  it('are held with the reservation, kept with the usage and leave for no provider', async () => {
    const { upstream } = administration.gateway;
    upstream.behave({ fault: 'stall' });
    upstream.clear();
    const leaving = new AbortController();
    const stream = administration.gateway
      .send('/v1/chat/completions', {
        method: 'POST',
        signal: leaving.signal,
        headers: { authorization: `Bearer ${key}`, 'x-radiant-tags': 'team=er' },
        body: JSON.stringify({ model: 'demo-chat-small', stream: true, messages: [{ role: 'user', content: 'hi' }] }),
      })
      .catch(() => undefined);
    await until(async () => upstream.requests.length, Boolean);
    expect(await kept('reservations')).toEqual([{ tags: ['team=er'] }]);
    expect(JSON.stringify(upstream.requests)).not.toContain('team=er');
    leaving.abort();
    await stream;
    await administration.gateway.settled();
    upstream.behave({});
    expect(await kept('usage_records')).toEqual([{ tags: ['team=er'] }]);
  });

  it('group what was used, and stand in its records', async () => {
    expect((await ask('project=x,team=oncology')).status).toBe(200);
    expect((await ask('team=oncology')).status).toBe(200);
    expect((await ask()).status).toBe(200);
    const { groups } = await shown('/api/v2/usage?group_by=tag');
    const requests = Object.fromEntries(
      groups.map((group: { key: string; requests: number }) => [group.key, group.requests]),
    );
    expect(requests).toEqual({ 'team=er': 1, 'team=oncology': 2, 'project=x': 1, none: 1 });
    const teams = (await shown('/api/v2/usage?group_by=tag:team')).groups;
    expect(Object.fromEntries(teams.map((one: { key: string; requests: number }) => [one.key, one.requests]))).toEqual({
      er: 1,
      oncology: 2,
      none: 1,
    });
    const { records } = await shown('/api/v2/usage/records');
    expect(records.map((record: { tags: string[] }) => record.tags)).toContainEqual(['project=x', 'team=oncology']);
  });

  it('on embeddings are kept as well', async () => {
    const response = await administration.gateway.send('/v1/embeddings', {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'x-radiant-tags': 'team=search' },
      body: JSON.stringify({ model: 'demo-embed', input: 'hello' }),
    });
    expect(response.status).toBe(200);
    await administration.gateway.settled();
    expect(await kept('usage_records')).toContainEqual({ tags: ['team=search'] });
  });

  it.each([
    [400, 'of a key that is not allowed', 'ward=canary-7'],
    [400, 'that are none', 'canary-7'],
    [400, 'of one key twice', 'team=canary-7,team=b'],
    [403, 'with a name in them', 'team=Jane Doe'],
    [403, 'with a number in them', 'project=219-09-9999'],
  ])('are refused with %p %s: nothing leaves, and nothing repeats them', async (status, _, tags) => {
    administration.gateway.upstream.clear();
    const answer = await ask(tags);
    expect([answer.status, errorOf(answer)['details']]).toEqual([status, { field: 'x-radiant-tags' }]);
    expect(administration.gateway.upstream.requests).toEqual([]);
    const said = tags.split('=')[1]?.split(',')[0] ?? tags;
    expect(answer.text).not.toContain(said);
    expect(administration.gateway.logLines.join('')).not.toContain(said);
  });

  it('have budgets: that of a tag refuses its calls and no others', async () => {
    const budget = { period: 'day', limit: '0', hard: true, scope: { type: 'tag', value: 'team=cardiology' } };
    const made = await call('POST', `/api/v2/tenants/${tenant}/budgets`, budget);
    expect(made.data.budget).toMatchObject({ scope: { type: 'tag', value: 'team=cardiology' } });
    const refused = await ask('project=x,team=cardiology');
    expect(refused.status).toBe(402);
    expect(errorOf(refused)['details']).toMatchObject({ scope: 'tag', left: '0' });
    expect((await ask('team=oncology')).status).toBe(200);
    expect((await ask()).status).toBe(200);
  });
});
