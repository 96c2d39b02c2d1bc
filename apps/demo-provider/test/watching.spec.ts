import { once } from 'node:events';
import net from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type DemoProvider, startDemoProvider } from '../src/index.js';
import { asking, CHAT, openaiFor, post } from './client.js';

describe('watching what arrives', () => {
  let provider: DemoProvider;
  beforeEach(async () => {
    provider = await startDemoProvider();
  });
  afterEach(() => provider.close());

  const last = (headers: Record<string, string> = {}) => fetch(`${provider.url}/demo/requests/last`, { headers });

  it('keeps the requests under /v1 as they came, without the values of credentials', async () => {
    const body = '{ "model":"m",\n "messages":[{"role":"user","content":"caf\\u00e9 é"}], "temperature": 1.0 }';
    await fetch(`${provider.url}${CHAT}?a=1`, {
      method: 'POST',
      body,
      headers: { authorization: 'Bearer secret-1', 'x-api-key': 'secret-2', 'x-trace': 'kept' },
    });
    await fetch(`${provider.url}/health`);
    await fetch(`${provider.url}/v1/responses`, { method: 'POST', body: 'not JSON' });
    expect(provider.requests).toEqual([
      expect.objectContaining({
        method: 'POST',
        path: `${CHAT}?a=1`,
        body,
        credentials: ['authorization', 'x-api-key'],
        headers: expect.objectContaining({ 'x-trace': 'kept' }),
      }),
      expect.objectContaining({ path: '/v1/responses', body: 'not JSON', credentials: [] }),
    ]);
    expect(JSON.stringify(provider.requests)).not.toContain('secret-');
  });

  it('keeps the last 1,000 requests', async () => {
    for (let at = 0; at < 1_003; at += 1) await (await fetch(`${provider.url}/v1/models?at=${at}`)).text();
    expect(provider.requests).toHaveLength(1_000);
    expect([provider.requests[0]?.path, provider.requests.at(-1)?.path]).toEqual([
      '/v1/models?at=3',
      '/v1/models?at=1002',
    ]);
  });

  it('tells of the next request', async () => {
    const next = provider.nextRequest();
    await post(provider, CHAT, asking('Hi'));
    expect((await next).body).toBe(JSON.stringify(asking('Hi')));
  });

  it('counts connections, and forgets everything on clear', async () => {
    const socket = net.connect(provider.port, '127.0.0.1');
    await once(socket, 'connect');
    await post(provider, CHAT, asking('Hi'));
    expect(provider.connections).toBe(2);
    provider.clear();
    expect([provider.connections, provider.aborted, provider.requests.length]).toEqual([0, 0, 0]);
    socket.destroy();
  });

  it('notices within the stream that the client went away', async () => {
    const aborted = provider.nextAbort();
    const stream = await openaiFor(provider).chat.completions.create({
      model: 'demo-chat-small@interval=10',
      messages: [{ role: 'user', content: 'x'.repeat(2_000) }],
      stream: true,
    });
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
    await aborted;
    expect(provider.aborted).toBe(1);
  });

  it('notices a client that leaves during the latency', async () => {
    const client = new AbortController();
    const arrived = provider.nextRequest();
    const aborted = provider.nextAbort();
    const answer = post(provider, CHAT, asking('Hi', { model: 'm@latency=600000' }), { signal: client.signal });
    await arrived;
    client.abort();
    await expect(answer).rejects.toThrow('aborted');
    await aborted;
  });

  it('does not take whole answers or its own shutdown for aborts', async () => {
    await (await post(provider, CHAT, asking('Hi', { stream: true }))).text();
    const arrived = provider.nextRequest();
    const hanging = post(provider, CHAT, asking('Hi', { model: 'm@fault=hang' }));
    await arrived;
    await Promise.all([provider.close(), expect(hanging).rejects.toThrow('fetch failed')]);
    expect(provider.aborted).toBe(0);
  });

  it('shows the last chat request, changed in nothing but white space', async () => {
    const empty = await last();
    expect([empty.status, await empty.text()]).toEqual([
      404,
      'No chat request has arrived yet: send one, then look here again.\n',
    ]);
    const body = '{"model":"m","messages":[{"role":"user","content":"caf\\u00e9, [PHI_NAME_7]"}],"seed":1.0,"stop":[]}';
    await fetch(`${provider.url}${CHAT}`, { method: 'POST', body });
    await fetch(`${provider.url}/v1/models`);
    const shown = await last();
    expect(shown.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await shown.text()).toBe(`{
  "model": "m",
  "messages": [
    {
      "role": "user",
      "content": "caf\\u00e9, [PHI_NAME_7]"
    }
  ],
  "seed": 1.0,
  "stop": []
}
`);
  });

  it('hides the last request from a page that gives its own name to 127.0.0.1', async () => {
    const socket = net.connect(provider.port, '127.0.0.1');
    socket.end('GET /demo/requests/last HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n');
    let answer = '';
    for await (const part of socket) answer += String(part);
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
  });

  it('lists its models and says that it is healthy', async () => {
    const { data } = await openaiFor(provider).models.list();
    expect(data.map(({ id }) => id)).toEqual([
      'demo-chat-small',
      'demo-chat-large',
      'demo-embed',
      'demo-moderation',
      'demo-rerank',
    ]);
    expect((await openaiFor(provider).models.retrieve('demo-embed')).owned_by).toBe('radiant-demo');
    await expect(openaiFor(provider).models.retrieve('other')).rejects.toMatchObject({ status: 404 });
    for (const path of ['/health', '/health/liveliness']) {
      expect(await (await fetch(`${provider.url}${path}`)).json()).toEqual({ status: 'healthy' });
    }
  });
});
