import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createDynamoClient } from '@radiant/dynamodb';
import OpenAI from 'openai';
import { MODEL, startGateway, usageRecords, type Gateway, type TestTenant } from './gateway.js';

const PROMPT = 'Patient Jane Doe, MRN 00482913, asks whether ibuprofen is safe.';
const VALUES = ['Jane Doe', '00482913'];
const UNKNOWN = `resp_${'1'.repeat(64)}`;
const lookup = {
  type: 'function' as const,
  name: 'lookup',
  strict: false,
  parameters: { type: 'object', properties: { who: { type: 'string' } } },
};

jest.setTimeout(180_000);

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
const expectHidden = (): void => {
  for (const value of VALUES) expect(sentUpstream()).not.toContain(value);
};
const namesIn = (text = ''): string[] => [...text.matchAll(/\[PHI_NAME_\d+\]/g)].map(([name]) => name);
const post = (path: string, body: object, tenant?: TestTenant) =>
  gateway.send(path, { method: 'POST', body: JSON.stringify(body), tenant });
const codeOf = async (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'answered',
    (error: unknown) => (error instanceof OpenAI.APIError ? `${error.status} ${error.code} ${error.param}` : error),
  );

describe('responses by the openai package', () => {
  it('bring the patient back in a whole response object, and the model saw placeholders only', async () => {
    const { data, response } = await openai.responses
      .create({ model: MODEL, instructions: 'Be brief.', input: PROMPT, metadata: { ward: 'B 7' }, user: 'nurse-7' })
      .withResponse();
    for (const value of VALUES) expect(data.output_text).toContain(value);
    expectHidden();
    expect(sentUpstream()).not.toContain('B 7');
    expect(sentUpstream()).not.toContain('nurse-7');
    expect(response.headers.get('x-radiant-phi-mapping-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(data).toMatchObject({
      id: expect.stringMatching(/^resp_[0-9a-f]{64}$/),
      object: 'response',
      status: 'completed',
      error: null,
      incomplete_details: null,
      instructions: 'Be brief.',
      metadata: { ward: 'B 7' },
      model: MODEL,
      parallel_tool_calls: true,
      tool_choice: 'auto',
      tools: [],
      store: true,
    });
    expect(data.output).toEqual([
      {
        id: expect.stringMatching(/^msg_/),
        type: 'message',
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text: data.output_text, annotations: [], logprobs: [] }],
      },
    ]);
    const [row] = await usageRecords(gateway, 1);
    expect(row).toMatchObject({
      requestType: 'response',
      inputTokens: data.usage?.input_tokens,
      outputTokens: data.usage?.output_tokens,
    });
  });

  it('stream the same, cut at every byte, as events that the package puts together', async () => {
    const whole = await openai.responses.create({ model: MODEL, input: PROMPT, store: false });
    gateway.upstream.behave({ fault: 'split', chunkCharacters: 3 });
    const stream = openai.responses.stream({ model: MODEL, input: PROMPT, store: false });
    const types: string[] = [];
    let [text, last] = ['', -1];
    for await (const event of stream) {
      if (types.at(-1) !== event.type) types.push(event.type);
      if (event.type === 'response.output_text.delta') text += event.delta;
      expect(event.sequence_number).toBe((last += 1));
    }
    expect(types).toEqual([
      ...['response.created', 'response.in_progress', 'response.output_item.added', 'response.content_part.added'],
      ...['response.output_text.delta', 'response.output_text.done', 'response.content_part.done'],
      ...['response.output_item.done', 'response.completed'],
    ]);
    expect(text).toBe(whole.output_text);
    const final = await stream.finalResponse();
    expect([final.output_text, final.usage]).toEqual([whole.output_text, whole.usage]);
    expectHidden();
  });

  it('restore the arguments of functions, and take their results, streamed and not', async () => {
    gateway.upstream.behave({ chunkCharacters: 3 });
    const asked = {
      model: MODEL,
      input: PROMPT,
      tools: [lookup],
      tool_choice: { type: 'function' as const, name: 'lookup' },
    };
    const streamed = await openai.responses.stream(asked).finalResponse();
    const whole = await openai.responses.create(asked);
    for (const response of [streamed, whole]) {
      const [call] = response.output;
      if (call?.type !== 'function_call') throw new Error('no call was made');
      expect(JSON.stringify(JSON.parse(call.arguments))).toContain('Jane Doe');
      gateway.upstream.clear();
      const result = { type: 'function_call_output' as const, call_id: call.call_id, output: 'Jane Doe is in ward 7.' };
      const next = await openai.responses.create({ model: MODEL, previous_response_id: response.id, input: [result] });
      expect(next.output_text).toContain('Jane Doe is in ward 7.');
      expectHidden();
      const { messages } = JSON.parse(sentUpstream());
      expect(messages.map(({ role }: { role: string }) => role)).toEqual(['user', 'assistant', 'tool']);
      expect(messages[1].tool_calls[0].id).toBe(messages[2].tool_call_id);
    }
  });

  it('answer in a given form', async () => {
    const format = {
      type: 'json_schema' as const,
      name: 'note',
      schema: { type: 'object', properties: { who: { type: 'string' } }, required: ['who'] },
    };
    const parsed = await openai.responses.parse({ model: MODEL, input: PROMPT, text: { format } });
    expect(JSON.parse(parsed.output_text).who).toContain('Jane Doe');
    expectHidden();
  });

  it('say that they are cut short, and why', async () => {
    const cut = await openai.responses.create({ model: MODEL, input: PROMPT, max_output_tokens: 3, store: false });
    expect(cut).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
      max_output_tokens: 3,
      usage: { output_tokens: 3 },
    });
  });

  it('leave placeholders where the policy says so, also when they are read again', async () => {
    const hospital = gateway.client(gateway.hospital);
    const made = await hospital.responses.create({ model: MODEL, input: PROMPT });
    const read = await hospital.responses.retrieve(made.id);
    for (const { output_text } of [made, read]) {
      expect(output_text).toMatch(/\[PHI_NAME_\d{5}\]/);
      expect(output_text).not.toContain('Jane Doe');
    }
  });

  it('refuse what would go past every stage, by name', async () => {
    const create = (over: object) =>
      codeOf(openai.post('/responses', { body: { model: MODEL, input: 'Hello', ...over } }));
    expect(await create({ tools: [{ type: 'web_search', name: 'x' }] })).toBe('400 validation_error tools[0].type');
    expect(await create({ background: true })).toBe('400 validation_error background');
    expect(await create({ model: 'no-such-model' })).toBe('404 not_found model');
    expect(await create({ include: ['file_search_call.results'], truncation: 'auto', future: {} })).toBe('answered');
  });

  it('end with one error event when the answer breaks off', async () => {
    gateway.upstream.behave({ fault: 'truncate' });
    const response = await post('/v1/responses', { model: MODEL, input: PROMPT, stream: true });
    const events = (await response.text()).trim().split('\n\n');
    const errors = events.filter((event) => event.startsWith('event: error\n'));
    expect([errors.length, events.at(-1)]).toEqual([1, errors[0]]);
    const stream = openai.responses.stream({ model: MODEL, input: PROMPT });
    stream.on('error', () => undefined);
    expect(await codeOf(stream.finalResponse())).toBe('undefined provider_error null');
  });
});

describe('a kept response', () => {
  it('is read, with what it answered, and taken away', async () => {
    const made = await openai.responses.create({
      model: MODEL,
      instructions: 'Know Jane Doe.',
      input: PROMPT,
      tools: [lookup],
    });
    const { output_text, ...read } = await openai.responses.retrieve(made.id);
    expect(read).toEqual({ ...made, output_text: undefined, metadata: {}, user: null });
    expect(output_text).toBe(made.output_text);
    expect(await codeOf(openai.responses.retrieve(made.id, { stream: true }))).toBe('400 validation_error stream');
    const { data } = await openai.responses.inputItems.list(made.id);
    expect(data).toMatchObject([{ type: 'message', role: 'user', content: [{ type: 'input_text', text: PROMPT }] }]);
    await openai.responses.delete(made.id);
    expect(await codeOf(openai.responses.retrieve(made.id))).toBe('404 not_found null');
    expect(await codeOf(openai.responses.delete(made.id))).toBe('404 not_found null');
  });

  it('is gone on from: earlier turns are known, and a value keeps its placeholder', async () => {
    const first = await openai.responses.create({ model: MODEL, instructions: 'Be brief.', input: PROMPT });
    const second = await openai.responses.create({
      model: MODEL,
      previous_response_id: first.id,
      input: 'Patient John Smith knows Patient Jane Doe.',
    });
    const branch = await openai.responses.create({
      model: MODEL,
      previous_response_id: first.id,
      input: 'And Jane Doe?',
    });
    const [one, two, three] = gateway.upstream.requests.map(({ body }) => body);
    const [jane] = namesIn(one);
    expect(new Set(namesIn(two)).size).toBe(2);
    for (const later of [two, three]) expect(namesIn(later)).toContain(jane);
    expectHidden();
    const roles = (body = ''): string[] => JSON.parse(body).messages.map(({ role }: { role: string }) => role);
    for (const later of [two, three]) expect(roles(later)).toEqual(['user', 'assistant', 'user']);
    expect(second.previous_response_id).toBe(first.id);
    expect(second.output_text).toContain('John Smith');
    expect(branch.output_text).not.toContain('John Smith');
    const { data } = await openai.responses.inputItems.list(second.id, { order: 'asc' });
    expect(JSON.stringify(data)).toContain(JSON.stringify(PROMPT).slice(1, -1));
    expect(data.map((item) => ('role' in item ? item.role : ''))).toEqual(['user', 'assistant', 'user']);
  });

  it('is referred to by its items, as @ai-sdk/openai does', async () => {
    const first = await openai.responses.create({ model: MODEL, input: PROMPT });
    gateway.upstream.clear();
    const next = await openai.responses.create({
      model: MODEL,
      input: [
        { role: 'user', content: PROMPT },
        { type: 'item_reference', id: first.output[0]?.id ?? '' },
        { role: 'user', content: 'And Jane Doe?' },
      ],
    });
    expect(new Set(namesIn(sentUpstream())).size).toBe(1);
    expectHidden();
    expect(next.output_text).toContain('Jane Doe');
    const other = await openai.responses.create({ model: MODEL, input: 'Hello' });
    const items = [first, other].map(({ output }) => ({ type: 'item_reference' as const, id: output[0]?.id ?? '' }));
    expect(await codeOf(openai.responses.create({ model: MODEL, input: items }))).toBe('400 validation_error input');
  });

  it('is unknown to everybody else, as one that never was', async () => {
    const { id } = await openai.responses.create({ model: MODEL, input: PROMPT });
    const token = await gateway.token({ userId: 'nurse-2' });
    const as = (path: string, init: RequestInit = {}) => gateway.send(path, init).then((response) => response.text());
    const bodies = await Promise.all([
      as(`/v1/responses/${id}`, { headers: { authorization: `Bearer ${gateway.hospital.key}` } }),
      as(`/v1/responses/${id}`, { headers: { authorization: `Bearer ${token}` } }),
      as(`/v1/responses/${id}/input_items`, { headers: { authorization: `Bearer ${token}` } }),
      as(`/v1/responses/${UNKNOWN}`),
      as('/v1/responses/x'),
    ]);
    expect(new Set(bodies).size).toBe(1);
    const goOn = (previous: string, tenant: TestTenant) =>
      post('/v1/responses', { model: MODEL, input: 'And?', previous_response_id: previous }, tenant);
    const foreign = await goOn(id, gateway.hospital);
    const unknown = await goOn(UNKNOWN, gateway.hospital);
    expect([foreign.status, await foreign.text()]).toEqual([404, await unknown.text()]);
    expect(await (await gateway.send(`/v1/responses/${id}`)).text()).toContain('Jane Doe');
  });

  it('is not there when nothing was to be kept', async () => {
    const { id } = await openai.responses.create({ model: MODEL, input: PROMPT, store: false });
    expect(await codeOf(openai.responses.retrieve(id))).toBe('404 not_found null');
  });

  it('goes with its session, whose messages it does not fill', async () => {
    const { id } = await openai.responses.create({ model: MODEL, input: PROMPT });
    const session = id.slice(5, 37).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    const read = await gateway.send(`/api/v2/sessions/${session}`);
    expect(await read.json()).toMatchObject({ data: { session: { messages: [] } } });
    await fetch(`${gateway.url}/api/v2/sessions/${session}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${gateway.clinic.key}` },
    });
    expect(await codeOf(openai.responses.retrieve(id))).toBe('404 not_found null');
  });

  it('stands nowhere in the clear, its placeholders neither', async () => {
    await openai.responses.create({ model: MODEL, instructions: 'Unreadable at rest.', input: PROMPT });
    const { endpoint, table } = gateway.dynamodb;
    const client = createDynamoClient({ endpoint, region: 'us-east-1', maxSockets: 2 });
    const { Items = [] } = await client.send(new ScanCommand({ TableName: `${table}-sessions` }));
    client.destroy();
    expect(Items.some(({ pk }) => String(pk).includes('#response#'))).toBe(true);
    const bytes = Items.flatMap((item) =>
      Object.values(item).map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString() : String(value))),
    ).join('\n');
    for (const text of [...VALUES, 'Unreadable', 'PHI_NAME']) expect(bytes).not.toContain(text);
  });
});
