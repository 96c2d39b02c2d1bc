import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type OpenAI from 'openai';
import { type DemoProvider, startDemoProvider } from '../src/index.js';
import { asking, CHAT, dataLines, json, openaiFor, post, spelled } from './client.js';

const PROMPT = 'Greet [PHI_NAME_48201] 😀 naïvely.';

describe('streamed chat completions', () => {
  let provider: DemoProvider;
  beforeAll(async () => {
    provider = await startDemoProvider();
  });
  afterAll(() => provider.close());

  const linesOf = async (more: object = {}): Promise<string[]> => {
    const response = await post(provider, CHAT, asking(PROMPT, { stream: true, ...more }));
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    return dataLines(await response.text());
  };
  const chunksOf = async (more: object = {}) => {
    const lines = await linesOf(more);
    expect(lines.at(-1)).toBe('[DONE]');
    return lines.slice(0, -1).map((line): OpenAI.ChatCompletionChunk => JSON.parse(line));
  };
  const wholeReply = async (more: object = {}) =>
    json<OpenAI.ChatCompletion>(await post(provider, CHAT, asking(PROMPT, more)));

  it.each([1, 3, 8, 5_000])('spells the same reply in pieces of %d characters', async (characters) => {
    const lines = await linesOf({ model: `demo-chat-small@chunk=${characters}` });
    expect(spelled(lines)).toBe((await wholeReply()).choices[0]?.message.content);
    const sizes = lines.slice(1, -2).map((line) => [...JSON.parse(line).choices[0].delta.content].length);
    expect(Math.max(...sizes)).toBe(Math.min(characters, [...spelled(lines)].length));
  });

  it('begins with the role, ends with a finish reason and [DONE], and sends no usage unless asked', async () => {
    const chunks = await chunksOf();
    expect(chunks[0]).toEqual({
      id: expect.stringMatching(/^chatcmpl-demo-/),
      object: 'chat.completion.chunk',
      created: 1_767_225_600,
      model: 'demo-chat-small',
      system_fingerprint: 'fp_demo',
      choices: [
        { index: 0, delta: { role: 'assistant', content: '', refusal: null }, logprobs: null, finish_reason: null },
      ],
    });
    expect(chunks.at(-1)?.choices).toEqual([{ index: 0, delta: {}, logprobs: null, finish_reason: 'stop' }]);
    expect(chunks.filter((chunk) => 'usage' in chunk)).toEqual([]);
  });

  it('sends the same usage as a whole reply in a last chunk without choices when asked', async () => {
    const chunks = await chunksOf({ stream_options: { include_usage: true } });
    expect(chunks.at(-1)?.choices).toEqual([]);
    expect(chunks.at(-1)?.usage).toEqual((await wholeReply()).usage);
    expect(chunks.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true);
  });

  it('says length when the token limit cut the reply', async () => {
    const chunks = await chunksOf({ max_tokens: 2 });
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('length');
  });

  it('sends the choices of one reply in turns', async () => {
    const chunks = await chunksOf({ n: 2 });
    expect(chunks.slice(0, 4).map((chunk) => chunk.choices[0]?.index)).toEqual([0, 1, 0, 1]);
    const finished = chunks.filter((chunk) => chunk.choices[0]?.finish_reason === 'stop');
    expect(finished.map((chunk) => chunk.choices[0]?.index)).toEqual([0, 1]);
    const spelledSecond = chunks
      .filter((chunk) => chunk.choices[0]?.index === 1)
      .map((chunk) => chunk.choices[0]?.delta.content ?? '')
      .join('');
    expect(spelledSecond).toBe((await wholeReply({ n: 2 })).choices[1]?.message.content);
  });

  it('is read by the openai package', async () => {
    const stream = await openaiFor(provider).chat.completions.create({
      model: 'demo-chat-large',
      messages: [{ role: 'user', content: PROMPT }],
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    let total: number | undefined;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      total = chunk.usage?.total_tokens ?? total;
    }
    const whole = await wholeReply();
    expect(text).toBe(whole.choices[0]?.message.content);
    expect(total).toBe(whole.usage?.total_tokens);
  });
});
