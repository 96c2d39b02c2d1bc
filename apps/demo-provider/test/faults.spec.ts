import net from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import OpenAI from 'openai';
import { type DemoProvider, FAULTS, SECRET_IN_ERRORS, startDemoProvider } from '../src/index.js';
import { asking, CHAT, dataLines, type ErrorAnswer, json, openaiFor, post, spelled } from './client.js';

const STREAM = { stream: true, stream_options: { include_usage: true } };

describe('faults on demand', () => {
  let provider: DemoProvider;
  beforeEach(async () => {
    provider = await startDemoProvider();
  });
  afterEach(() => provider.close());

  const ask = (fault: string, more: object = {}, signal?: AbortSignal) =>
    post(provider, CHAT, asking('Hi [PHI_NAME_7]', more), {
      headers: { 'x-demo-fault': fault },
      ...(signal && { signal }),
    });
  const reader = (response: Response) => {
    if (response.body === null) throw new Error('no body');
    return response.body.getReader();
  };
  /** Reads on until `events` events are there. */
  const readEvents = async (from: ReadableStreamDefaultReader<Uint8Array>, events: number) => {
    const decoder = new TextDecoder();
    let text = '';
    while (text.split('\n\n').length <= events) text += decoder.decode((await from.read()).value, { stream: true });
    return dataLines(text);
  };
  /** What arrives before the connection breaks; fails when it does not break. */
  const readUntilBroken = async (response: Response) => {
    const from = reader(response);
    const decoder = new TextDecoder();
    let text = '';
    const broken = async () => {
      for (let part = await from.read(); !part.done; part = await from.read()) text += decoder.decode(part.value);
    };
    await expect(broken()).rejects.toThrow('terminated');
    return text;
  };

  it.each([
    ['status-400', 400, null],
    ['status-401', 401, null],
    ['status-404', 404, null],
    ['status-429', 429, '1'],
    ['status-500', 500, null],
    ['status-503', 503, '1'],
  ])('%s answers that status with a secret in its body', async (fault, status, retryAfter) => {
    for (const more of [{}, STREAM]) {
      const response = await ask(fault, more);
      expect([response.status, response.headers.get('retry-after')]).toEqual([status, retryAfter]);
      const { error } = await json<ErrorAnswer>(response);
      expect(error.message).toContain(SECRET_IN_ERRORS);
      expect(Object.keys(error)).toEqual(['message', 'type', 'param', 'code']);
    }
    await expect(openaiFor(provider).models.list({ headers: { 'x-demo-fault': fault } })).rejects.toBeInstanceOf(
      OpenAI.APIError,
    );
  });

  it.each(['hang', 'slow-headers'])(
    '%s accepts the request and never completes the head of an answer',
    async (fault) => {
      const arrived = provider.nextRequest();
      const aborted = provider.nextAbort();
      const client = new AbortController();
      let answered = false;
      const answer = ask(fault, {}, client.signal).then(() => (answered = true));
      await arrived;
      // Answers of other requests overtake it.
      await (await ask('none')).text();
      expect(answered).toBe(false);
      client.abort();
      await expect(answer).rejects.toThrow('aborted');
      await aborted;
      expect(provider.aborted).toBe(1);
    },
  );

  it('stall sends three chunks and leaves the stream open', async () => {
    const client = new AbortController();
    const response = await ask('stall', STREAM, client.signal);
    const from = reader(response);
    expect(await readEvents(from, 3)).toHaveLength(3);
    let more = false;
    const next = from.read().then(() => (more = true));
    await (await ask('none', STREAM)).text();
    expect(more).toBe(false);
    const aborted = provider.nextAbort();
    client.abort();
    await expect(next).rejects.toThrow('aborted');
    await aborted;
  });

  it('stall sends half of a whole reply and leaves the connection open', async () => {
    const client = new AbortController();
    const response = await ask('stall', {}, client.signal);
    const { value } = await reader(response).read();
    expect(value?.length).toBe(Math.floor(Number(response.headers.get('content-length')) / 2));
    const aborted = provider.nextAbort();
    client.abort();
    await aborted;
  });

  it('reset breaks the connection after three chunks, which is no abort by the client', async () => {
    expect(dataLines(await readUntilBroken(await ask('reset', STREAM)))).toHaveLength(3);
    expect((await readUntilBroken(await ask('reset'))).startsWith('{"id":"chatcmpl-demo-')).toBe(true);
    expect(provider.aborted).toBe(0);
  });

  it('truncate ends a stream without finish, usage and [DONE], and a whole reply in its middle', async () => {
    const lines = dataLines(await (await ask('truncate', STREAM)).text());
    expect(lines).toHaveLength(3);
    expect(spelled(lines)).toBe('Demo model, not ');
    const half = await (await ask('truncate')).text();
    expect(half.startsWith('{"id":')).toBe(true);
    expect(() => JSON.parse(half)).toThrow();
  });

  it('garbage sends one line that is not JSON and holds the prompt, then goes on', async () => {
    const lines = dataLines(await (await ask('garbage', STREAM)).text());
    const unparsable = lines.slice(0, -1).filter((line) => {
      try {
        return JSON.parse(line) === undefined;
      } catch {
        return true;
      }
    });
    expect(unparsable).toEqual([expect.stringContaining('Hi [PHI_NAME_7]')]);
    expect(lines.indexOf(unparsable[0] ?? '')).toBe(3);
    expect(lines.at(-1)).toBe('[DONE]');
    const response = await ask('garbage');
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('upstream said: Hi [PHI_NAME_7]');
  });

  it('no-usage never sends usage', async () => {
    expect(await (await ask('no-usage', STREAM)).text()).not.toContain('usage');
    expect(await (await ask('no-usage')).json()).not.toHaveProperty('usage');
    const embedding = { model: 'demo-embed@fault=no-usage', input: 'Hi' };
    expect(await (await post(provider, '/v1/embeddings', embedding)).json()).not.toHaveProperty('usage');
  });

  it('error-event puts an error with a secret in the place of the rest', async () => {
    const lines = dataLines(await (await ask('error-event', STREAM)).text());
    expect(lines).toHaveLength(4);
    expect(JSON.parse(lines[3] ?? '').error.message).toContain(SECRET_IN_ERRORS);
    const response = await ask('error-event');
    expect(response.status).toBe(200);
    expect((await json<ErrorAnswer>(response)).error.message).toContain(SECRET_IN_ERRORS);
  });

  it('keeps every mid-stream fault before the end of a reply that is shorter than three chunks', async () => {
    const short = (fault: string) => ask(fault, { ...STREAM, max_tokens: 1 });
    expect(dataLines(await (await short('truncate')).text())).toHaveLength(2);
    expect(dataLines(await readUntilBroken(await short('reset')))).toHaveLength(2);
    const lines = dataLines(await (await short('garbage')).text());
    expect(lines.map((line) => line.includes('[PHI_NAME_7]'))).toEqual([false, false, true, false, false, false]);
  });

  it('split sends the same stream one byte at a time, also inside characters', async () => {
    const body = JSON.stringify(asking('Zoë 😀', { ...STREAM, model: 'm@fault=split' }));
    const whole = await (await fetch(`${provider.url}${CHAT}`, { method: 'POST', body })).text();
    expect(spelled(dataLines(whole))).toBe('Demo model, not a real one. I was told: "Zoë 😀"');
    const socket = net.connect(provider.port, '127.0.0.1');
    const length = Buffer.byteLength(body);
    socket.write(`POST ${CHAT} HTTP/1.1\r\nhost: h\r\nconnection: close\r\ncontent-length: ${length}\r\n\r\n${body}`);
    const received: Buffer[] = [];
    for await (const part of socket) received.push(part);
    const answer = Buffer.concat(received).toString('latin1');
    const chunks = [...Buffer.from(whole)].map((byte) => `1\r\n${String.fromCharCode(byte)}\r\n`);
    expect(answer.slice(answer.indexOf('\r\n\r\n') + 4)).toBe(`${chunks.join('')}0\r\n\r\n`);
  });

  it.each(FAULTS)('%s leaves health alone and the provider fit for the next request', async (fault) => {
    provider.behave({ fault });
    expect(await (await fetch(`${provider.url}/health`)).json()).toEqual({ status: 'healthy' });
    provider.behave({});
    expect((await post(provider, CHAT, asking('Hi'))).status).toBe(200);
  });
});
