import { afterEach, describe, expect, it } from '@jest/globals';
import { type DemoProvider, type DemoProviderOptions, startDemoProvider } from '../src/index.js';
import { asking, CHAT, dataLines, type ErrorAnswer, json, post } from './client.js';

describe('knobs', () => {
  let provider: DemoProvider;
  const start = async (options: DemoProviderOptions = {}) => {
    provider = await startDemoProvider(options);
  };
  afterEach(() => provider.close());

  const status = async (model = 'demo-chat-small', headers: Record<string, string> = {}) =>
    (await post(provider, CHAT, asking('Hi', { model }), { headers })).status;

  it('obeys the model suffix before headers, headers before behave, behave before options', async () => {
    await start({ fault: 'status-400' });
    expect(await status()).toBe(400);
    provider.behave({ fault: 'status-401' });
    expect(await status()).toBe(401);
    expect(await status('m', { 'x-demo-fault': 'status-404' })).toBe(404);
    expect(await status('m@fault=status-429', { 'x-demo-fault': 'status-404' })).toBe(429);
    expect(await status('m@fault=none', { 'x-demo-fault': 'status-404' })).toBe(200);
    provider.behave({});
    expect(await status()).toBe(400);
  });

  it('behaves for as many requests as told', async () => {
    await start();
    provider.behave({ fault: 'status-503' }, 2);
    expect([await status(), await status(), await status()]).toEqual([503, 503, 200]);
  });

  it('takes the chunk length from every source', async () => {
    await start({ chunkCharacters: 1_000 });
    const chunks = async (model: string, headers: Record<string, string> = {}) => {
      const response = await post(provider, CHAT, asking('Hi', { model, stream: true }), { headers });
      return dataLines(await response.text()).length;
    };
    expect(await chunks('m')).toBe(4);
    expect(await chunks('m', { 'x-demo-chunk-characters': '10' })).toBe(8);
    expect(await chunks('m@chunk=5,interval=1,latency=1')).toBe(12);
  });

  it('keeps an answer back for its latency while others are served', async () => {
    await start();
    const client = new AbortController();
    const slow = asking('Hi', { model: 'm@latency=600000' });
    const order: string[] = [];
    const arrived = provider.nextRequest();
    const waiting = post(provider, CHAT, slow, { signal: client.signal }).finally(() => order.push('slow'));
    await arrived;
    await post(provider, CHAT, asking('Hi', { model: 'm@latency=1' }));
    order.push('quick');
    client.abort();
    await expect(waiting).rejects.toThrow('aborted');
    expect(order).toEqual(['quick', 'slow']);
  });

  it('waits for the interval between two chunks', async () => {
    await start({ chunkIntervalMs: 600_000 });
    const client = new AbortController();
    const response = await post(provider, CHAT, asking('Hi', { stream: true }), { signal: client.signal });
    const reader = response.body?.getReader();
    expect(dataLines(new TextDecoder().decode((await reader?.read())?.value))).toHaveLength(1);
    let second = false;
    const next = reader?.read().then(() => (second = true));
    await (await post(provider, CHAT, asking('Hi', { stream: true, model: 'm@interval=0' }))).text();
    expect(second).toBe(false);
    client.abort();
    await expect(next).rejects.toThrow('aborted');
  });

  it('answers nothing that came while it was told to hold, until it is told otherwise', async () => {
    await start();
    const release = provider.hold();
    let answered = 0;
    const held = ['one', 'two'].map((text) => post(provider, CHAT, asking(text)).finally(() => (answered += 1)));
    const client = new AbortController();
    const left = post(provider, CHAT, asking('three'), { signal: client.signal });
    while (provider.requests.length < 3) await provider.nextRequest();
    client.abort();
    await expect(left).rejects.toThrow('aborted');
    await (await fetch(`${provider.url}/health`)).text();
    expect(answered).toBe(0);
    release();
    for (const response of await Promise.all(held)) expect(response.status).toBe(200);
    expect((await post(provider, CHAT, asking('four'))).status).toBe(200);
  });

  it.each([
    ['x-demo-latency-ms', '-1', 'an integer from 0 to 600000'],
    ['x-demo-chunk-characters', '0', 'an integer from 1 to 100000'],
    ['x-demo-chunk-interval-ms', '1e3', 'an integer from 0 to 600000'],
    ['x-demo-fault', 'fire', 'one of none, status-400'],
  ])('refuses %s: %s', async (name, value, expected) => {
    await start();
    const response = await post(provider, CHAT, asking('Hi'), { headers: { [name]: value } });
    expect(response.status).toBe(400);
    expect((await json<ErrorAnswer>(response)).error.message).toContain(`${name}: expected ${expected}`);
  });

  it('refuses options and behaviour out of range', async () => {
    await start();
    await expect(startDemoProvider({ chunkCharacters: 0 })).rejects.toThrow('chunkCharacters: expected an integer');
    await expect(startDemoProvider({ host: '203.0.113.7' })).rejects.toThrow(
      'HOST: expected an address of this machine',
    );
    expect(() => provider.behave({ latencyMs: Number.NaN })).toThrow('latencyMs: expected an integer');
  });
});
