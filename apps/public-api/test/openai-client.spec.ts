import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { until } from '@radiant/embedded/testing';
import OpenAI from 'openai';
import { MODEL, startGateway, usageRecords, type Gateway } from './gateway.js';

const PROMPT = 'Patient Jane Doe, MRN 00482913, phone (555) 201-4477, asks whether ibuprofen is safe.';
const VALUES = ['Jane Doe', '00482913', '(555) 201-4477'];
const messages = [{ role: 'user' as const, content: PROMPT }];

jest.setTimeout(180_000); // one test makes a call for every byte of a stream

let gateway: Gateway;
let openai: OpenAI;
beforeAll(async () => {
  gateway = await startGateway();
  openai = gateway.client(gateway.clinic);
});
afterAll(() => gateway.close());
afterEach(() => {
  gateway.upstream.behave({});
  gateway.upstream.clear();
});

const sentUpstream = (): string => gateway.upstream.requests.map(({ body }) => body).join('\n');

describe('the openai package against the gateway', () => {
  it('gets the patient back in the answer, and the model saw placeholders only', async () => {
    const { data, response } = await openai.chat.completions.create({ model: MODEL, messages }).withResponse();
    for (const value of VALUES) {
      expect(data.choices[0]?.message.content).toContain(value);
      expect(sentUpstream()).not.toContain(value);
    }
    expect(sentUpstream()).toMatch(/\[PHI_NAME_\d{5}\].*\[PHI_MEDICAL_RECORD_\d{5}\]/);
    expect(response.headers.get('x-radiant-phi-mapping-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(response.headers.get('x-radiant-overhead-ms')).toMatch(/^\d+\.\d\d$/);
  });

  it('finds the row of the call under its x-request-id, priced exactly', async () => {
    const { data, response } = await openai.chat.completions.create({ model: MODEL, messages }).withResponse();
    const id = response.headers.get('x-request-id');
    const row = (await usageRecords(gateway, 1)).find(({ requestId }) => requestId === id);
    const { prompt_tokens, completion_tokens } = data.usage ?? { prompt_tokens: NaN, completion_tokens: NaN };
    // 0.15 and 0.60 USD per million tokens; 20 % markup.
    const picos = BigInt(prompt_tokens) * 150_000n + BigInt(completion_tokens) * 600_000n;
    expect(row).toMatchObject({
      requestType: 'chat.completion',
      inputTokens: prompt_tokens,
      outputTokens: completion_tokens,
      estimated: false,
    });
    expect(row?.cost).toBe(decimal(picos));
    expect(row?.billedAmount).toBe(decimal((picos * 12n) / 10n));
  });

  it('streams the same words, with usage only when it is asked for', async () => {
    const whole = await openai.chat.completions.create({ model: MODEL, messages });
    for (const include_usage of [true, false]) {
      const stream = await openai.chat.completions.create({
        model: MODEL,
        messages,
        stream: true,
        stream_options: { include_usage },
      });
      let text = '';
      let usage: unknown;
      for await (const chunk of stream) {
        text += chunk.choices[0]?.delta.content ?? '';
        usage ??= chunk.usage;
      }
      expect(text).toBe(whole.choices[0]?.message.content);
      expect(usage === undefined).toBe(!include_usage);
    }
    expect(sentUpstream()).toContain('"include_usage":true');
    const [newest] = await usageRecords(gateway, 3);
    expect(newest).toMatchObject({
      requestType: 'chat.completion.stream',
      estimated: false,
      inputTokens: whole.usage?.prompt_tokens,
    });
  });

  it('ends a stream with data: [DONE], unquoted', async () => {
    const response = await gateway.send('/v1/chat/completions', {
      method: 'POST',
      body: JSON.stringify({ model: MODEL, messages, stream: true }),
    });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    const text = await response.text();
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
    for (const event of text.trim().split('\n\n').slice(0, -1)) {
      expect(JSON.parse(event.replace(/^data: /, ''))).toMatchObject({ object: 'chat.completion.chunk', model: MODEL });
    }
  });

  it('restores the same in a stream that the network cuts at every byte', async () => {
    gateway.upstream.behave({ fault: 'split' });
    const stream = await openai.chat.completions.create({
      model: MODEL,
      messages: [{ role: 'user', content: `${PROMPT} Grüße 😀` }],
      stream: true,
    });
    let text = '';
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
    for (const value of [...VALUES, 'Grüße 😀']) expect(text).toContain(value);
    expect(text).not.toContain('PHI_');
  });

  it('restores tool arguments as JSON, streamed in small pieces', async () => {
    gateway.upstream.behave({ chunkCharacters: 3 });
    const tools = [
      {
        type: 'function' as const,
        function: { name: 'lookup', parameters: { type: 'object', properties: { who: { type: 'string' } } } },
      },
    ];
    const stream = openai.chat.completions.stream({
      model: MODEL,
      messages,
      tools,
      tool_choice: { type: 'function', function: { name: 'lookup' } },
    });
    const final = await stream.finalChatCompletion();
    const call = final.choices[0]?.message.tool_calls?.[0];
    expect(call?.type === 'function' && call.function.name).toBe('lookup');
    const args = call?.type === 'function' ? call.function.arguments : '';
    expect(() => JSON.parse(args)).not.toThrow();
    expect(args).toContain('Jane Doe');
    expect(args).not.toContain('PHI_');
  });

  it.each([false, true])('calls functions in the older form, restored (stream: %s)', async (stream) => {
    gateway.upstream.behave({ chunkCharacters: 3 });
    const functions = [{ name: 'lookup', parameters: { type: 'object', properties: { who: { type: 'string' } } } }];
    const asked = { model: MODEL, messages, functions, function_call: { name: 'lookup' } };
    let [name, args, reason] = ['', '', ''];
    if (stream) {
      for await (const { choices } of await openai.chat.completions.create({ ...asked, stream: true })) {
        name += choices[0]?.delta.function_call?.name ?? '';
        args += choices[0]?.delta.function_call?.arguments ?? '';
        reason = choices[0]?.finish_reason ?? reason;
        expect(choices[0]?.delta).not.toHaveProperty('tool_calls');
      }
    } else {
      const [choice] = (await openai.chat.completions.create(asked)).choices;
      expect(choice?.message).not.toHaveProperty('tool_calls');
      ({ name, arguments: args } = choice?.message.function_call ?? { name: '', arguments: '' });
      reason = choice?.finish_reason ?? '';
    }
    expect([name, reason, JSON.parse(args).who]).toEqual([
      'lookup',
      'function_call',
      expect.stringContaining('Jane Doe'),
    ]);
    const goneOn = await openai.chat.completions.create({
      ...asked,
      function_call: 'none',
      messages: [
        ...messages,
        { role: 'assistant', content: null, function_call: { name, arguments: args } },
        { role: 'function', name, content: 'Jane Doe takes warfarin.' },
      ],
    });
    expect(goneOn.choices[0]?.message.content).toContain('Jane Doe takes warfarin.');
  });

  it('leaves placeholders in the answer where the policy says so', async () => {
    const answer = await gateway.client(gateway.hospital).chat.completions.create({ model: MODEL, messages });
    expect(answer.choices[0]?.message.content).toMatch(/\[PHI_NAME_\d{5}\]/);
    expect(answer.choices[0]?.message.content).not.toContain('Jane Doe');
  });

  it('leaves placeholders when the caller wants none restored, and can not ask for more than the policy', async () => {
    const none = await openai.chat.completions.create(
      { model: MODEL, messages },
      { headers: { 'x-radiant-restore': 'none' } },
    );
    expect(none.choices[0]?.message.content).not.toContain('Jane Doe');
    const more = await gateway
      .client(gateway.hospital)
      .chat.completions.create({ model: MODEL, messages }, { headers: { 'x-radiant-restore': 'response' } });
    expect(more.choices[0]?.message.content).not.toContain('Jane Doe');
  });

  it('hanging up closes the upstream call and bills what was sent and received', async () => {
    gateway.upstream.behave({ chunkCharacters: 2, chunkIntervalMs: 20 });
    const aborted = gateway.upstream.nextAbort();
    const stream = await openai.chat.completions.create({ model: MODEL, messages, stream: true });
    let read = 0;
    for await (const { id } of stream) if (id && ++read === 5) break;
    await aborted;
    const rows = await rowsOf('estimated', 1);
    expect(rows[0]).toMatchObject({ request_type: 'chat.completion.stream' });
    expect(Number(rows[0]?.['output_tokens'])).toBeGreaterThan(0);
    expect(Number(rows[0]?.['input_tokens'])).toBeGreaterThan(10);
  });

  it('lists and finds the models', async () => {
    const models = await openai.models.list();
    expect(models.data.map(({ id }) => id)).toContain(MODEL);
    expect(await openai.models.retrieve(MODEL)).toMatchObject({ id: MODEL, object: 'model', owned_by: 'demo' });
  });

  it('raises its own classes of errors', async () => {
    const stranger = new OpenAI({ apiKey: 'sk-nobody', baseURL: `${gateway.url}/v1`, maxRetries: 0 });
    await expect(stranger.models.list()).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
    await expect(openai.chat.completions.create({ model: 'no-such-model', messages })).rejects.toBeInstanceOf(
      OpenAI.NotFoundError,
    );
    await expect(openai.chat.completions.create({ model: MODEL, messages: [] })).rejects.toMatchObject({
      constructor: OpenAI.BadRequestError,
      status: 400,
      code: 'validation_error',
      param: 'messages',
      type: 'invalid_request_error',
    });
  });

  it('keeps one placeholder for one value in a session, over calls', async () => {
    const headers = { 'x-radiant-session-id': '0b0f7a52-6a53-4c8e-9a3f-6b1c1f1f2a10' };
    await openai.chat.completions.create({ model: MODEL, messages }, { headers });
    await openai.chat.completions.create(
      { model: MODEL, messages: [{ role: 'user', content: 'Patient John Smith knows Patient Jane Doe.' }] },
      { headers },
    );
    const names = gateway.upstream.requests.map(({ body }) =>
      [...body.matchAll(/\[PHI_NAME_\d+\]/g)].map(([name]) => name),
    );
    expect(names[1]).toContain(names[0]?.[0]);
    expect(new Set(names[1]).size).toBe(2);
  });

  it('never resolves a placeholder that somebody typed', async () => {
    const typed = '[PHI_NAME_48201]';
    const answer = await openai.chat.completions.create({
      model: MODEL,
      messages: [{ role: 'user', content: `${PROMPT} ${typed}` }],
    });
    expect(answer.choices[0]?.message.content).toContain(typed);
  });
});

describe('completions of text by the openai package', () => {
  it('are a chat of one message, protected as any', async () => {
    const whole = await openai.completions.create({ model: MODEL, prompt: PROMPT });
    expect(whole).toMatchObject({
      object: 'text_completion',
      model: MODEL,
      choices: [{ index: 0, finish_reason: 'stop' }],
    });
    for (const value of VALUES) expect(whole.choices[0]?.text).toContain(value);
    const stream = await openai.completions.create({ model: MODEL, prompt: [PROMPT], stream: true });
    let text = '';
    for await (const chunk of stream) {
      expect(chunk.object).toBe('text_completion');
      text += chunk.choices[0]?.text ?? '';
    }
    expect(text).toBe(whole.choices[0]?.text);
    for (const value of VALUES) expect(sentUpstream()).not.toContain(value);
    const rows = await usageRecords(gateway, 2);
    expect(
      rows
        .slice(0, 2)
        .map(({ requestType }) => requestType)
        .sort(),
    ).toEqual(['text.completion', 'text.completion.stream']);
  });

  it('refuse by name what a chat can not do', async () => {
    const create = (over: object) =>
      codeOf(openai.post('/completions', { body: { model: MODEL, prompt: 'x', ...over } }));
    expect(await create({ prompt: ['a', 'b'] })).toBe('400 validation_error prompt');
    expect(await create({ prompt: [[1, 2]] })).toBe('400 validation_error prompt[0]');
    expect(await create({ suffix: 'end' })).toBe('400 validation_error suffix');
  });
});

const codeOf = async (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'answered',
    (error: unknown) => (error instanceof OpenAI.APIError ? `${error.status} ${error.code} ${error.param}` : error),
  );

const rowsOf = (condition: 'estimated', count: number): Promise<Record<string, unknown>[]> =>
  until(
    () => gateway.sql(`select * from usage_records where ${condition}`),
    ({ length }) => length >= count,
  );

function decimal(picos: bigint): string {
  const text = picos.toString().padStart(13, '0');
  return `${text.slice(0, -12)}.${text.slice(-12)}`.replace(/\.?0+$/, '');
}
