import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import { type DemoProvider, countTokens, startDemoProvider } from '../src/index.js';
import { asking, CHAT, openaiFor, post } from './client.js';

const PROMPT = 'Summarise the visit of [PHI_NAME_48201], born [PHI_DOB_48202], for [PHI_NAME_48201].';

describe('chat completions', () => {
  let provider: DemoProvider;
  beforeAll(async () => {
    provider = await startDemoProvider();
  });
  afterAll(() => provider.close());

  const create = (content: string, more: Partial<ChatCompletionCreateParamsNonStreaming> = {}) =>
    openaiFor(provider).chat.completions.create({
      model: 'demo-chat-small',
      messages: [{ role: 'user', content }],
      ...more,
    });

  it('says that it is a demo, repeats what it was told and lists each placeholder once', async () => {
    const { choices } = await create(PROMPT);
    expect(choices[0]?.message.content).toBe(
      `Demo model, not a real one. I was told: "${PROMPT}" I saw these placeholders: [PHI_NAME_48201], [PHI_DOB_48202].`,
    );
  });

  it('answers in the shape of OpenAI with exact usage', async () => {
    const response = await post(provider, CHAT, asking('Hello, world!'));
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('x-demo-provider')).toBe('true');
    const content = 'Demo model, not a real one. I was told: "Hello, world!"';
    expect(await response.json()).toEqual({
      id: expect.stringMatching(/^chatcmpl-demo-[0-9a-f]{24}$/),
      object: 'chat.completion',
      created: 1_767_225_600,
      model: 'demo-chat-small',
      system_fingerprint: 'fp_demo',
      choices: [
        { index: 0, message: { role: 'assistant', content, refusal: null }, logprobs: null, finish_reason: 'stop' },
      ],
      usage: expect.objectContaining({ prompt_tokens: 4, completion_tokens: 18, total_tokens: 22 }),
    });
    expect(countTokens(content)).toBe(18);
  });

  it('gives the same bytes for the same request', async () => {
    const texts = await Promise.all(
      [1, 2].map(async () => (await post(provider, CHAT, asking(PROMPT, { n: 2 }))).text()),
    );
    expect(texts[0]).toBe(texts[1]);
  });

  it('answers any model name with that name', async () => {
    expect((await create('Hi', { model: 'claude-x@20240620' })).model).toBe('claude-x@20240620');
  });

  it('repeats the last user message, also of text parts, and at most 2,000 characters without half a character', async () => {
    const { choices } = await openaiFor(provider).chat.completions.create({
      model: 'demo-chat-small',
      messages: [
        { role: 'user', content: 'first' },
        { role: 'assistant', content: 'second' },
        { role: 'user', content: [{ type: 'text', text: `${'x'.repeat(1_999)}😀` }] },
      ],
    });
    expect(choices[0]?.message.content).toBe(`Demo model, not a real one. I was told: "${'x'.repeat(1_999)}"`);
  });

  it('gives n different replies and counts all of them', async () => {
    const { choices, usage } = await create('Hi', { n: 3 });
    expect(choices.map(({ index }) => index)).toEqual([0, 1, 2]);
    const texts = choices.map(({ message }) => message.content ?? '');
    expect(texts[2]).toBe('Reply 3. Demo model, not a real one. I was told: "Hi"');
    expect(usage?.completion_tokens).toBe(texts.reduce((sum, text) => sum + countTokens(text), 0));
  });

  it('stops before the first stop sequence', async () => {
    const { choices } = await create('Hi', { stop: ['real', 'not'] });
    expect(choices[0]).toMatchObject({ finish_reason: 'stop', message: { content: 'Demo model, ' } });
  });

  it.each([{ max_tokens: 4 }, { max_completion_tokens: 4 }])('cuts at the token limit of %j', async (limit) => {
    const { choices, usage } = await create('Hi', limit);
    expect(choices[0]).toMatchObject({ finish_reason: 'length', message: { content: 'Demo model, not' } });
    expect(usage?.completion_tokens).toBe(4);
  });

  it('does not say length when the reply just fits', async () => {
    const reasonAt = async (max_tokens: number) => (await create('Hi', { max_tokens })).choices[0]?.finish_reason;
    expect(countTokens('Demo model, not a real one. I was told: "Hi"')).toBe(15);
    expect([await reasonAt(14), await reasonAt(15)]).toEqual(['length', 'stop']);
  });

  it('answers a JSON object when asked for one', async () => {
    const { choices } = await create(PROMPT, { response_format: { type: 'json_object' } });
    expect(JSON.parse(choices[0]?.message.content ?? '')).toMatchObject({
      told: PROMPT,
      placeholders: ['[PHI_NAME_48201]', '[PHI_DOB_48202]'],
    });
  });

  it('answers JSON that follows the schema it was given', async () => {
    const schema = {
      type: 'object',
      properties: {
        summary: { type: 'string' },
        age: { type: 'integer', minimum: 18 },
        kind: { enum: ['inpatient', 'outpatient'] },
        people: { type: 'array', items: { $ref: '#/$defs/person' } },
      },
      $defs: { person: { type: 'object', properties: { name: { type: 'string' }, known: { type: 'boolean' } } } },
    };
    const format = { type: 'json_schema', json_schema: { name: 'visit', schema } } as const;
    const { choices } = await create('Ada', { response_format: format });
    expect(JSON.parse(choices[0]?.message.content ?? '')).toEqual({
      summary: 'Ada',
      age: 18,
      kind: 'inpatient',
      people: [{ name: 'Ada', known: true }],
    });
  });

  it.each([
    [{ model: 'demo-chat-small', messages: [] }, 'messages'],
    [{ messages: [{ role: 'user', content: 'Hi' }] }, 'model'],
    [asking('Hi', { n: 0 }), 'n'],
    [asking('Hi', { max_tokens: 'ten' }), 'max_tokens'],
    [asking('Hi', { model: 'demo-chat-small@speed=3' }), 'model'],
    [asking('Hi', { model: 'demo-chat-small@fault=fire' }), 'fault'],
    [['not an object'], 'body'],
  ])('refuses %j and names the field', async (body, param) => {
    const response = await post(provider, CHAT, body);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      error: {
        message: expect.stringContaining(`${param}: expected `),
        type: 'invalid_request_error',
        param,
        code: 'invalid_value',
      },
    });
  });
});
