import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { MODEL } from '@radiant/public-api/testing';
import { Agent, fetch, Response } from 'undici';
import { startAdministration, type Administration, type Answer } from './administration.js';
import { startReplica, type Replica } from './requests.js';
import { until } from './waiting.js';

jest.setTimeout(180_000);

let administration: Administration;
let replica: Replica;
/** Of its own, so that no connection that was opened and not needed is waited for at the end. */
const agent = new Agent();
beforeAll(async () => {
  administration = await startAdministration();
  replica = await startReplica(administration.gateway);
});
afterAll(async () => {
  await agent.destroy();
  await replica.close();
  await administration.close();
});

let tenant: string;
const call = (method: string, path: string, body?: unknown): Promise<Answer> =>
  administration.call(method, path, { as: administration.root, body });
beforeEach(async () => {
  administration.gateway.upstream.behave({});
  tenant = (await call('POST', '/api/v2/tenants', { name: 'hasty', app_id: 'default' })).data.tenant.id;
});

const keyWith = async (limits: object = {}): Promise<string> =>
  (await call('POST', `/api/v2/tenants/${tenant}/api-keys`, { name: 'app', limits })).data.key;
/** A stream that was let in is left to be read; everything else is read here. */
async function ask(
  key: string,
  extra: { readonly stream?: true } = {},
  url = administration.gateway.url,
  signal?: AbortSignal,
): Promise<Response> {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    dispatcher: agent,
    signal,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: MODEL, messages: [{ role: 'user', content: 'hello' }], ...extra }),
  });
  if (extra.stream && response.ok) return response;
  return new Response(await response.text(), { status: response.status, headers: response.headers });
}
async function openStreams(): Promise<number> {
  const [row] = await administration.gateway.sql('select count(*)::int as open from open_streams');
  return Number(row?.['open']);
}
const rateHeaders = (response: Response): (string | null)[] =>
  ['limit', 'remaining', 'reset'].map((part) => response.headers.get(`x-ratelimit-${part}-requests`));

describe('a limit of requests', () => {
  it('of a key lets as many through and refuses the next with the seconds to wait', async () => {
    const key = await keyWith({ requests_per_minute: 3 });
    const answers = [];
    for (let time = 0; time < 4; time += 1) answers.push(await ask(key));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(answers.slice(0, 3).map((answer) => rateHeaders(answer).slice(0, 2))).toEqual([
      ['3', '2'],
      ['3', '1'],
      ['3', '0'],
    ]);
    const [refused] = answers.slice(3);
    expect(rateHeaders(refused as Response)).toEqual(['3', '0', expect.stringMatching(/^\d+s$/)]);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(Number(refused?.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(await refused?.json()).toMatchObject({ error: { code: 'rate_limited', type: 'rate_limit_error' } });
  });

  it('of a tenant counts its keys together, on every replica', async () => {
    await call('PATCH', `/api/v2/tenants/${tenant}`, {
      settings: { rate_limit: { requests_per_minute: 10, tokens_per_day: 1_000_000 } },
    });
    const keys = [await keyWith(), await keyWith()];
    const urls = [administration.gateway.url, replica.url];
    const answers = await Promise.all(Array.from({ length: 24 }, (_, n) => ask(keys[n % 2] ?? '', {}, urls[n % 2])));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(14);
  });

  it('fills up again when the clock of the host is set back by an hour meanwhile', async () => {
    const key = await keyWith({ requests_per_minute: 30 });
    const answers = await Promise.all(Array.from({ length: 40 }, () => ask(key)));
    expect(answers.map(({ status }) => status)).toContain(429);
    const now = Date.now.bind(Date);
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => now() - 60 * 60_000);
    try {
      await until(
        async () => (await ask(key)).status,
        (status) => status === 200,
      );
    } finally {
      clock.mockRestore();
    }
  });

  it('is shown on streams as well, and nothing is shown where there is none', async () => {
    const limited = await ask(await keyWith({ requests_per_minute: 5 }), { stream: true });
    await limited.text();
    expect(rateHeaders(limited).slice(0, 2)).toEqual(['5', '4']);
    expect(rateHeaders(await ask(await keyWith()))).toEqual([null, null, null]);
  });
});

describe('a key that is rotated', () => {
  const rotated = async (limits: object): Promise<readonly [string, string]> => {
    const keys = `/api/v2/tenants/${tenant}/api-keys`;
    const { data } = await call('POST', keys, { name: 'app', limits });
    return [data.key, (await call('POST', `${keys}/${data.apiKey.id}/rotate`)).data.key];
  };

  it('shares its limit of requests with its successor, on every replica', async () => {
    const [old, successor] = await rotated({ requests_per_minute: 3 });
    const answers = [await ask(old), await ask(successor, {}, replica.url), await ask(successor), await ask(old)];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect((await ask(successor)).status).toBe(429);
  });

  it('shares its streams with its successor', async () => {
    const [old, successor] = await rotated({ concurrent_streams: 1 });
    administration.gateway.upstream.behave({ fault: 'stall' });
    const leaving = new AbortController();
    const open = await ask(old, { stream: true }, administration.gateway.url, leaving.signal);
    expect([open.status, (await ask(successor, { stream: true }, replica.url)).status]).toEqual([200, 429]);
    administration.gateway.upstream.behave({});
    leaving.abort();
    await until(openStreams, (streams) => streams === 0, 30_000);
    await administration.gateway.settled();
  });
});

describe('a limit of tokens', () => {
  it('refuses once as many were consumed', async () => {
    const key = await keyWith({ tokens_per_day: 20 });
    const first = await ask(key);
    const { usage } = (await first.json()) as { usage: { total_tokens: number } };
    expect(usage.total_tokens).toBeGreaterThan(0);
    let consumed = usage.total_tokens;
    while (consumed < 20) {
      const answer = await ask(key);
      expect(answer.status).toBe(200);
      consumed += ((await answer.json()) as { usage: { total_tokens: number } }).usage.total_tokens;
    }
    const refused = await ask(key);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('60');
    expect(refused.headers.get('x-ratelimit-limit-tokens')).toBe('20');
    expect(refused.headers.get('x-ratelimit-remaining-tokens')).toBe('0');
  });
});

describe('a limit of concurrent streams', () => {
  it('refuses one more while they are open, and lets it in when one has ended', async () => {
    const key = await keyWith({ concurrent_streams: 2 });
    administration.gateway.upstream.behave({ fault: 'stall' });
    const leaving = new AbortController();
    const stream = () => ask(key, { stream: true }, administration.gateway.url, leaving.signal);
    const open = [await stream(), await stream()];
    expect(open.map(({ status }) => status)).toEqual([200, 200]);
    const refused = await ask(key, { stream: true });
    expect(refused.status).toBe(429);
    administration.gateway.upstream.behave({});
    expect((await ask(key)).status).toBe(200);
    leaving.abort();
    const again = await until(
      () => ask(key, { stream: true }),
      ({ status }) => status !== 429, // once the hang-up has been noticed
    );
    expect(again.status).toBe(200);
    await again.text();
    await administration.gateway.settled();
  });

  it('counts the streams of all replicas together, and frees the places of those who hang up', async () => {
    const key = await keyWith({ concurrent_streams: 5 });
    administration.gateway.upstream.behave({ fault: 'stall' });
    const urls = [administration.gateway.url, replica.url] as const;
    const leaving = new AbortController();
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, n) => ask(key, { stream: true }, urls[n % 2], leaving.signal)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(19);
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
    for (const url of urls) expect((await ask(key, { stream: true }, url)).status).toBe(429);
    administration.gateway.upstream.behave({});
    leaving.abort();
    await until(openStreams, (open) => open === 0, 30_000);
    await administration.gateway.settled();
  });

  it('is free again on every replica as soon as a stream was read to its end', async () => {
    const key = await keyWith({ concurrent_streams: 1 });
    for (let time = 0; time < 10; time += 1) {
      const answer = await ask(key, { stream: true }, time % 2 === 0 ? replica.url : administration.gateway.url);
      expect(answer.status).toBe(200);
      await answer.text();
    }
    expect(await openStreams()).toBe(0);
  });

  it('keeps no place of a call that was refused or failed', async () => {
    const key = await keyWith({ concurrent_streams: 1 });
    administration.gateway.upstream.behave({ fault: 'status-400' });
    for (let time = 0; time < 3; time += 1) expect((await ask(key, { stream: true })).status).toBe(400);
    administration.gateway.upstream.behave({ fault: 'error-event' });
    for (let time = 0; time < 2; time += 1) expect(await (await ask(key, { stream: true })).text()).toContain('error');
    expect(await openStreams()).toBe(0);
  });
});
