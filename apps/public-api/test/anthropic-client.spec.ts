import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import Anthropic from '@anthropic-ai/sdk';
import { startFakeAnthropic, type FakeAnthropic } from './fake-anthropic.js';
import { MODEL, startGateway, usageRecords, type Gateway, type TestTenant } from './gateway.js';

jest.setTimeout(180_000);

const PROMPT = 'Patient Jane Doe, MRN 00482913, phone (555) 201-4477, asks whether ibuprofen is safe.';
const VALUES = ['Jane Doe', '00482913', '(555) 201-4477'];
const CLAUDE = 'claude-fake';
const KEY = 'sk-ant-canary-7731';
const messages = [{ role: 'user' as const, content: PROMPT }];
const asked = { max_tokens: 200, messages };
const tools: Anthropic.Tool[] = [
  { name: 'note', input_schema: { type: 'object', properties: { who: { type: 'string' } } } },
];

let anthropic: FakeAnthropic;
let gateway: Gateway;
let client: Anthropic;
beforeAll(async () => {
  anthropic = await startFakeAnthropic(KEY);
  gateway = await startGateway({ variables: { ANTHROPIC_API_KEY: KEY } });
  client = clientOf(gateway.clinic);
  await gateway.sql(
    `insert into providers (id, name, type, base_url, auth_type, credential, connection)
     values ('anthropic', 'Of Anthropic', 'external', $1, 'api_key', 'env:ANTHROPIC_API_KEY', '{"dialect": "anthropic"}')`,
    [anthropic.url],
  );
  await gateway.sql(
    `insert into models (id, provider_id, name, display_name, type, specialty)
     values ($1, 'anthropic', 'claude-upstream', 'Claude', 'external', 'general')`,
    [CLAUDE],
  );
  await gateway.sql(
    `insert into model_prices (model_id, version, effective_from, input_picos, cached_input_picos, output_picos,
       reasoning_picos, other_rates, markup_basis_points)
     values ($1, 1, '2026-01-01', 3000000, 300000, 15000000, 15000000, '{"cache_write_tokens": "3750000"}', 0)`,
    [CLAUDE],
  );
});
afterAll(async () => {
  await gateway.close();
  await anthropic.close();
});
afterEach(() => {
  gateway.upstream.behave({});
  gateway.upstream.clear();
  anthropic.requests.length = 0;
});

const clientOf = ({ key }: TestTenant): Anthropic =>
  new Anthropic({ apiKey: key, baseURL: gateway.url, maxRetries: 0 });
const sentUpstream = (): string =>
  [...gateway.upstream.requests.map(({ body }) => body), ...anthropic.requests.map(({ text }) => text)].join('\n');
const textOf = ({ content }: Anthropic.Message): string =>
  content.map((block) => (block.type === 'text' ? block.text : '')).join('');
const inputOf = ({ content }: Anthropic.Message): unknown =>
  content.flatMap((block) => (block.type === 'tool_use' ? [block.input] : []))[0];
/** The demo provider's ids are made from what it was sent, placeholders included. */
const withoutIds = ({ content }: Anthropic.Message): object[] => content.map((block) => ({ ...block, id: 'any' }));
const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  gateway.send(path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), headers });

function expectHidden(): void {
  expect(sentUpstream()).toMatch(/\[PHI_NAME_\d{5}\]/);
  for (const value of VALUES) expect(sentUpstream()).not.toContain(value);
  for (const value of [...VALUES, KEY]) expect(gateway.logLines.join('')).not.toContain(value);
}

describe.each([MODEL, CLAUDE])('the @anthropic-ai/sdk package against the gateway, with the model %s', (model) => {
  it('gets the patient back in the answer, and the model saw placeholders only', async () => {
    const { data, response, request_id } = await client.messages
      .create({ ...asked, model, system: 'You help the nurse of Patient Jane Doe.' })
      .withResponse();
    expect(data).toMatchObject({ type: 'message', role: 'assistant', model, stop_reason: 'end_turn' });
    for (const value of VALUES) expect(textOf(data)).toContain(value);
    expectHidden();
    expect(request_id).toBe(response.headers.get('x-request-id'));
    expect(response.headers.get('x-radiant-phi-mapping-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(response.headers.has('x-radiant-receipt')).toBe(true);
  });

  it('streams the same words and usage, and the input of tools, in small pieces', async () => {
    gateway.upstream.behave({ chunkCharacters: 1 });
    for (const extra of [{}, { tools, tool_choice: { type: 'tool' as const, name: 'note' } }]) {
      const whole = await client.messages.create({ ...asked, ...extra, model });
      const stream = client.messages.stream({ ...asked, ...extra, model });
      let said = '';
      stream.on('text', (piece) => (said += piece));
      const streamed = await stream.finalMessage();
      expect(withoutIds(streamed)).toEqual(withoutIds(whole));
      expect(streamed).toMatchObject({ stop_reason: whole.stop_reason, usage: whole.usage });
      expect(said).toBe(textOf(whole));
      expect(textOf(whole) + JSON.stringify(inputOf(whole) ?? '')).toContain('Jane Doe');
      expect(JSON.stringify(streamed)).not.toContain('PHI_');
    }
    expectHidden();
  });

  it('goes on with what its tools answered', async () => {
    const first = await client.messages.create({ ...asked, model, tools, tool_choice: { type: 'any' } });
    const call = first.content.find((block) => block.type === 'tool_use');
    if (!call) throw new TypeError('no call');
    const answer: Anthropic.ContentBlockParam[] = [
      { type: 'tool_result', tool_use_id: call.id, content: 'Jane Doe takes warfarin.', is_error: true },
      { type: 'text', text: 'Is that safe for Jane Doe?' },
    ];
    const turns = [
      ...messages,
      { role: 'assistant' as const, content: first.content },
      { role: 'user' as const, content: answer },
    ];
    const second = await client.messages.create({ ...asked, messages: turns, model, tools });
    expect(textOf(second)).toContain('Jane Doe');
    expectHidden();
  });

  it('is billed exactly, under the name of its shape', async () => {
    const before = await usageRecords(gateway, 0);
    const { data, response } = await client.messages.create({ ...asked, model }).withResponse();
    await client.messages.stream({ ...asked, model }).finalMessage();
    const rows = await usageRecords(gateway, before.length + 2);
    const row = rows.find(({ requestId }) => requestId === response.headers.get('x-request-id'));
    const { input_tokens, cache_read_input_tokens, cache_creation_input_tokens, output_tokens } = data.usage;
    const [input, read, written, output] =
      model === CLAUDE ? [3_000_000n, 300_000n, 3_750_000n, 15_000_000n] : [150_000n, 0n, 0n, 600_000n];
    const picos =
      BigInt(input_tokens) * input +
      BigInt(cache_read_input_tokens ?? 0) * read +
      BigInt(cache_creation_input_tokens ?? 0) * written +
      BigInt(output_tokens) * output;
    expect(row).toMatchObject({ requestType: 'message', cost: decimal(picos), estimated: false });
    expect(rows[0]).toMatchObject({ requestType: 'message.stream', cost: row?.cost, estimated: false });
  });

  it('sends nothing that it does not know, whatever stands there', async () => {
    const response = await post(
      '/v1/messages?beta=true',
      {
        ...asked,
        model,
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: PROMPT, cache_control: { type: 'ephemeral', scope: 'Jane Doe' } },
              { type: 'document', source: { type: 'text', media_type: 'text/plain', data: PROMPT }, title: 'Jane Doe' },
              { type: 'search_result', source: PROMPT, title: PROMPT, content: [{ type: 'text', text: PROMPT }] },
            ],
          },
          { role: 'assistant', content: [{ type: 'thinking', thinking: PROMPT, signature: 'Jane Doe' }] },
          { role: 'user', content: 'Go on.' },
        ],
        metadata: { user_id: 'Jane Doe' },
        stop_sequences: [PROMPT],
        service_tier: 'auto',
        container: 'Jane Doe',
        context_management: { edits: [PROMPT] },
        api_base: 'https://evil.example',
      },
      { 'anthropic-version': '2099-01-01', 'anthropic-beta': 'anything-2099' },
    );
    expect([response.status, await response.text()]).toEqual([200, expect.anything()]);
    expectHidden();
    expect(sentUpstream()).not.toMatch(/evil|scope|container|service_tier|signature/);
    const marks = sentUpstream().match(/"cache_control":\{[^}]*\}/g) ?? [];
    expect(marks).toEqual(model === CLAUDE ? ['"cache_control":{"type":"ephemeral"}'] : []);
  });
});

describe('what of a policy a call in the shape of Anthropic meets', () => {
  it('leaves placeholders in words and inputs where the policy says so', async () => {
    const answer = await clientOf(gateway.hospital).messages.create({ ...asked, model: CLAUDE, tools });
    expect(textOf(answer)).toMatch(/\[PHI_NAME_\d{5}\]/);
    expect(JSON.stringify(answer)).not.toContain('Jane Doe');
  });

  it("refuses what can't be searched, wherever it stands", async () => {
    const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } };
    const pdf = { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0=' } };
    const contents = [
      [image],
      [pdf],
      [{ type: 'document', source: { type: 'content', content: [image] } }],
      [{ type: 'tool_result', tool_use_id: 'toolu_1', content: [image] }],
    ];
    for (const content of contents) {
      const response = await post('/v1/messages', { ...asked, model: MODEL, messages: [{ role: 'user', content }] });
      expect([response.status, await response.json()]).toEqual([
        403,
        {
          type: 'error',
          error: { type: 'permission_error', message: expect.any(String) },
          request_id: expect.any(String),
        },
      ]);
    }
    expect(sentUpstream()).toBe('');
  });
});

describe('count_tokens', () => {
  it('counts here, and asks and bills nobody', async () => {
    const { messages: counted } = asked;
    const brief = await client.messages.countTokens({ model: MODEL, messages: counted });
    const more = await client.messages.countTokens({ model: MODEL, messages: counted, system: 'Be brief.', tools });
    expect(brief.input_tokens).toBeGreaterThan(10);
    expect(more.input_tokens).toBeGreaterThan(brief.input_tokens);
    expect(sentUpstream()).toBe('');
  });
});

describe('errors on /v1/messages', () => {
  const failing = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error);
  const create = (extra: object, as = client): Promise<unknown> =>
    failing(as.messages.create({ ...asked, model: MODEL, ...extra }));

  it('raise the classes of errors that the package has for them', async () => {
    const stranger = new Anthropic({ apiKey: 'sk-nobody', baseURL: gateway.url, maxRetries: 0 });
    for (const [error, kind, status, type] of [
      [await create({}, stranger), Anthropic.AuthenticationError, 401, 'authentication_error'],
      [await create({ model: 'no-such-model' }), Anthropic.NotFoundError, 404, 'not_found_error'],
      [await create({ max_tokens: 0 }), Anthropic.BadRequestError, 400, 'invalid_request_error'],
      [
        await failing(client.messages.countTokens({ model: MODEL, messages: [] })),
        Anthropic.BadRequestError,
        400,
        'invalid_request_error',
      ],
    ] as const) {
      expect(error).toBeInstanceOf(kind);
      expect(error).toMatchObject({ status, type, requestID: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    }
    for (const [fault, status, type] of [
      ['status-500', 502, 'api_error'],
      ['status-503', 503, 'overloaded_error'],
      ['status-429', 429, 'rate_limit_error'],
    ] as const) {
      gateway.upstream.behave({ fault });
      expect(await create({})).toMatchObject({ status, type });
    }
  });

  it.each([
    ['a route that is none', 404, 'not_found_error', () => post('/v1/messages/batches', {})],
    ['another method', 405, 'invalid_request_error', () => gateway.send('/v1/messages', { method: 'GET' })],
    ['a body too large', 413, 'request_too_large', () => post('/v1/messages', `"${'x'.repeat(4 * 1024 * 1024)}"`)],
    ['another type', 415, 'invalid_request_error', () => post('/v1/messages', 'x', { 'content-type': 'text/plain' })],
    ['no JSON', 400, 'invalid_request_error', () => post('/v1/messages', '{"Jane Doe')],
  ])('have their form for %s', async (_, status, type, send) => {
    const response = await send();
    const body = await response.text();
    expect([response.status, JSON.parse(body)]).toEqual([
      status,
      { type: 'error', error: { type, message: expect.any(String) }, request_id: response.headers.get('request-id') },
    ]);
    expect(response.headers.get('x-request-id')).toBe(response.headers.get('request-id'));
    expect(body).not.toContain('Jane');
  });

  it('are one event once the answer has begun, and then the end', async () => {
    gateway.upstream.behave({ fault: 'truncate', chunkCharacters: 2 });
    const response = await post('/v1/messages', { ...asked, model: MODEL, stream: true });
    const text = await response.text();
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('event-stream'),
    ]);
    const last = text.trim().split('\n\n').at(-1) ?? '';
    expect(last.startsWith('event: error\ndata: ')).toBe(true);
    expect(JSON.parse(last.slice('event: error\ndata: '.length))).toEqual({
      type: 'error',
      error: { type: 'api_error', message: expect.any(String) },
      request_id: response.headers.get('request-id'),
    });
    expect(text).not.toContain('message_stop');
    const stream = client.messages.stream({ ...asked, model: MODEL });
    await expect(stream.finalMessage()).rejects.toBeInstanceOf(Anthropic.APIError);
  });
});

function decimal(picos: bigint): string {
  const text = picos.toString().padStart(13, '0');
  return `${text.slice(0, -12)}.${text.slice(-12)}`.replace(/\.?0+$/, '');
}
