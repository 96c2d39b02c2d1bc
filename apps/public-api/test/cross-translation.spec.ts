import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { until } from '@radiant/embedded/testing';
import { startFakeAnthropic, type FakeAnthropic } from './fake-anthropic.js';
import { startFakeResponses, type FakeResponses } from './fake-responses.js';
import { startGateway, usageRecords, type Gateway } from './gateway.js';
import {
  ASKED,
  calledIn,
  FOUND,
  IMAGE,
  PARAMETERS,
  piecesOf,
  saidIn,
  SHAPES,
  tokensIn,
  WHO,
  type Shape,
} from './one-conversation.js';

jest.setTimeout(60_000);

const KEY = 'sk-ant-canary-9917';
const RESPONSES_KEY = 'sk-resp-canary-4410';
const VALUES = [WHO, '00482913', 'Smith'];
const MODELS = { openai: 'wide-chat', anthropic: 'claude-fake', responses: 'reasoning-fake' } as const;
type Kind = keyof typeof MODELS;
const RESULT_OF_CALL: Readonly<Record<Kind, RegExp>> = {
  openai: /"tool_call_id":"c1"/,
  anthropic: /"tool_use_id":"c1"/,
  responses: /"function_call_output","call_id":"c1"/,
};

let anthropic: FakeAnthropic;
let responses: FakeResponses;
let gateway: Gateway;
beforeAll(async () => {
  anthropic = await startFakeAnthropic(KEY);
  responses = await startFakeResponses(RESPONSES_KEY);
  gateway = await startGateway({ variables: { ANTHROPIC_API_KEY: KEY, RESPONSES_API_KEY: RESPONSES_KEY } });
  const policy = { reidentification: { allowed: true, requires_approval: false, mapping_ttl_hours: 24 } };
  await gateway.sql('update tenants set phi_config = $1, settings = $2 where id = $3', [
    JSON.stringify({ mode: 'auto', categories: {}, unscannable: 'allow', ...policy }),
    JSON.stringify({ rate_limit: { requests_per_minute: 10_000, tokens_per_day: 1_000_000_000 } }),
    gateway.clinic.id,
  ]);
  await gateway.sql(
    `insert into providers (id, name, type, base_url, auth_type, credential, connection) values
       ('wide', 'Of OpenAI', 'external', $1, 'none', null,
        '{"dialect": "openai", "extra_fields": ["verbosity", "web_search_options"]}'),
       ('claude', 'Of Anthropic', 'external', $2, 'api_key', 'env:ANTHROPIC_API_KEY', '{"dialect": "anthropic"}'),
       ('reasoning', 'Of responses', 'external', $3, 'api_key', 'env:RESPONSES_API_KEY',
        '{"dialect": "openai_responses"}')`,
    [gateway.upstream.url, anthropic.url, responses.url],
  );
  await gateway.sql("update providers set hipaa_compliant = true where id in ('wide', 'claude', 'reasoning')");
  await gateway.sql(
    `insert into agreements (id, provider_id, document_reference, services, effective_from, expires_at, revision,
       created_at, updated_at)
     select gen_random_uuid(), id, 'For a picture', '{chat}', '2026-01-01', '9999-12-31', 1, now(), now()
     from providers where id in ('wide', 'claude', 'reasoning')`,
  );
  for (const [id, provider] of [
    [MODELS.openai, 'wide'],
    [MODELS.anthropic, 'claude'],
    [MODELS.responses, 'reasoning'],
  ]) {
    await gateway.sql(
      `insert into models (id, provider_id, name, display_name, type, specialty)
       values ($1, $2, 'upstream-name', 'A model', 'external', 'general')`,
      [id, provider],
    );
    await gateway.sql(
      `insert into model_prices (model_id, version, effective_from, input_picos, cached_input_picos, output_picos,
         reasoning_picos, other_rates, markup_basis_points)
       values ($1, 1, '2026-01-01', 3000000, 300000, 15000000, 15000000, '{"cache_write_tokens": "3750000"}', 0)`,
      [id],
    );
  }
});
afterAll(async () => {
  await gateway.close();
  await anthropic.close();
  await responses.close();
});
afterEach(() => {
  gateway.upstream.clear();
  anthropic.requests.length = 0;
  responses.requests.length = 0;
});

const post = (path: string, body: object, headers: Record<string, string> = {}): Promise<Response> =>
  gateway.send(path, { method: 'POST', body: JSON.stringify(body), headers });
const sent = (): string =>
  [
    ...gateway.upstream.requests.map(({ body }) => body),
    ...[...anthropic.requests, ...responses.requests].map(({ text }) => text),
  ].join('\n');
const sentBody = () => JSON.parse(sent());

const PAIRS = (Object.keys(SHAPES) as Shape[]).flatMap((shape) =>
  (Object.keys(MODELS) as Kind[]).map((kind): [Shape, Kind] => [shape, kind]),
);

describe('one conversation through every pair of shapes', () => {
  const heard = new Map<Kind, Set<string>>();

  it.each(PAIRS)(
    '%s to %s: hidden there, restored here, whole and streamed, with the same tokens',
    async (shape, kind) => {
      const told: unknown[] = [];
      for (const stream of [false, true]) {
        gateway.upstream.clear();
        anthropic.requests.length = 0;
        responses.requests.length = 0;
        gateway.upstream.behave({ chunkCharacters: 3 });
        const { path, body } = SHAPES[shape];
        const response = await post(path, { ...body, model: MODELS[kind], stream });
        const text = await response.text();
        expect([response.status, text]).toEqual([200, expect.not.stringContaining('[PHI_')]);
        for (const value of VALUES) expect(sent()).not.toContain(value);
        const pieces = piecesOf(text);
        const [said, called] = [saidIn, calledIn].map((read) => pieces.map(read).join(''));
        if (shape === 'completions') {
          expect(said).toContain(FOUND);
        } else {
          expect(sent()).toContain(IMAGE);
          expect(sent()).toMatch(RESULT_OF_CALL[kind]);
          const given = JSON.parse(
            kind === 'openai' ? ASKED.slice(ASKED.indexOf('{')) : JSON.stringify({ said: ASKED }),
          );
          expect(JSON.parse(called ?? '')).toEqual(given);
        }
        const tokens = tokensIn(pieces);
        const id = response.headers.get('x-request-id');
        const row = (await usageRecords(gateway, 1)).find(({ requestId }) => requestId === id);
        expect([(tokens?.[0] ?? 0) + (tokens?.[1] ?? 0), row?.estimated]).toEqual([row?.totalTokens, false]);
        if (shape !== 'completions') heard.set(kind, (heard.get(kind) ?? new Set()).add(JSON.stringify(tokens)));
        told.push(tokens);
      }
      expect(told[1]).toEqual(told[0]);
    },
  );

  it('has the same tokens, whatever shape it came in', () => {
    expect([...heard].map(([kind, tokens]) => [kind, tokens.size])).toEqual([
      ['openai', 1],
      ['anthropic', 1],
      ['responses', 1],
    ]);
  });
});

describe('the fields of a chat request', () => {
  const messages = [{ role: 'user', content: 'Go on.' }];
  const passed = {
    ...{ max_completion_tokens: 50, temperature: 0.5, top_p: 0.9, n: 2, stop: ['END'], presence_penalty: 1 },
    ...{ frequency_penalty: -1, seed: 7, logprobs: true, top_logprobs: 3, logit_bias: { '50256': -100 } },
    ...{ parallel_tool_calls: false, reasoning_effort: 'low', prediction: { type: 'content', content: 'Gone on.' } },
    tools: [{ type: 'function', function: { name: 'note', parameters: PARAMETERS, strict: true } }],
    tool_choice: 'none',
    response_format: { type: 'json_schema', json_schema: { name: 'a', schema: PARAMETERS, strict: true } },
  };
  const here = { metadata: { a: 'b' }, store: false, modalities: ['text'], service_tier: 'auto', api_base: 'http://a' };
  const listed = { verbosity: 'low', web_search_options: { user_location: { note: `near ${WHO}` } } };

  it('go on as they came; what a provider does not list stays here, and what it lists is searched', async () => {
    await post('/v1/chat/completions', { messages, ...passed, ...here, ...listed, model: MODELS.openai });
    expect(sentBody()).toEqual({
      model: 'upstream-name',
      messages,
      ...passed,
      verbosity: 'low',
      web_search_options: { user_location: { note: expect.stringMatching(/^near \[PHI_NAME_\d+\]$/) } },
    });
    gateway.upstream.clear();
    await post('/v1/chat/completions', { messages, ...passed, ...here, ...listed, model: 'demo-chat-small' });
    expect(sentBody()).toEqual({ ...passed, messages, model: expect.any(String) });
  });

  it('are refused by name where they ask for what can not be', async () => {
    for (const [model, extra, status, code, param] of [
      [MODELS.openai, { store: true }, 403, 'phi_policy_blocked', 'store'],
      [MODELS.openai, { modalities: ['audio'] }, 400, 'validation_error', 'modalities[0]'],
      [MODELS.anthropic, { n: 2 }, 400, 'validation_error', 'n'],
      [MODELS.anthropic, { logprobs: true }, 400, 'validation_error', 'logprobs'],
      [MODELS.responses, { n: 2 }, 400, 'validation_error', 'n'],
      [MODELS.responses, { logprobs: true }, 400, 'validation_error', 'logprobs'],
      [MODELS.responses, { stop: 'END' }, 400, 'validation_error', 'stop'],
      [MODELS.anthropic, { response_format: { type: 'json_object' } }, 400, 'validation_error', 'response_format.type'],
    ] as const) {
      const response = await post('/v1/chat/completions', { messages, model, ...extra });
      expect([response.status, await response.json()]).toEqual([
        status,
        { error: expect.objectContaining({ code, param }) },
      ]);
    }
    expect(sent()).toBe('');
  });

  it('that a fallback can not be asked for are no reason to refuse the call', async () => {
    const target = (model_id: string, priority: number) => ({ model_id, priority, weight: 1 });
    await gateway.sql("insert into routing_rules values ('with-fallback', $1, 1, now(), now())", [
      JSON.stringify([target(MODELS.openai, 1), target(MODELS.anthropic, 2), target(MODELS.responses, 3)]),
    ]);
    const ask = (extra: object) => post('/v1/chat/completions', { messages, model: 'with-fallback', ...extra });
    await until(
      () => ask({}),
      ({ status }) => status !== 404, // once the registry that is cached here has reached its age
    );
    for (const extra of [
      { n: 2 },
      { logprobs: true },
      { stop: ['\n'] },
      { response_format: { type: 'json_object' } },
    ]) {
      gateway.upstream.clear();
      expect([(await ask(extra)).status, gateway.upstream.requests.length]).toEqual([200, 1]);
    }
    gateway.upstream.behave({ fault: 'status-500' });
    expect((await ask({ n: 2 })).status).toBe(502);
    expect((await ask({ response_format: { type: 'json_object' } })).status).toBe(200); // of the second fallback
    expect([anthropic.requests.length, responses.requests.length]).toEqual([0, 1]);
    gateway.upstream.behave({});
  });
});

describe('the headers of every reply of a model', () => {
  const BODIES: Readonly<Record<string, object>> = {
    '/v1/chat/completions': SHAPES.chat.body,
    '/api/default/v1/chat/completions': SHAPES.chat.body,
    '/api/v2/chat/completions': SHAPES.chat.body,
    '/api/default/chat/completions': SHAPES.chat.body,
    '/v1/messages': SHAPES.messages.body,
    '/api/default/v1/messages': SHAPES.messages.body,
    '/v1/responses': SHAPES.responses.body,
    '/api/default/v1/responses': SHAPES.responses.body,
    '/v1/completions': SHAPES.completions.body,
    '/v1/embeddings': { input: `Who is ${WHO}?` },
    '/api/v2/embeddings': { input: `Who is ${WHO}?` },
  };
  const ID = expect.stringMatching(/^[0-9a-f-]{36}$/);
  const EVERY = {
    'x-request-id': ID,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'strict-transport-security': expect.any(String),
  };
  const LIMITED = {
    'x-ratelimit-limit-requests': '10000',
    'x-ratelimit-remaining-requests': expect.stringMatching(/^\d+$/),
    'x-ratelimit-reset-requests': expect.stringMatching(/^\d+s$/),
  };
  const ANSWERED = {
    ...{ ...EVERY, ...LIMITED },
    'x-radiant-overhead-ms': expect.stringMatching(/^\d+\.\d\d$/),
    'x-radiant-receipt': ID,
    'x-radiant-phi-mapping-id': ID,
  };

  it.each(Object.keys(BODIES))('%s: answers, streams, refusals and failures', async (path) => {
    const embeds = path.includes('embeddings');
    const body = { ...BODIES[path], model: embeds ? 'demo-embed' : MODELS.openai };
    const headersOf = async (status: number, response: Response): Promise<object> => {
      expect([response.status, await response.text()]).toEqual([status, expect.anything()]);
      return Object.fromEntries(response.headers);
    };
    expect(await headersOf(200, await post(path, body))).toMatchObject({ ...ANSWERED, 'cache-control': 'no-store' });
    if (!embeds) {
      const streamed = await headersOf(200, await post(path, { ...body, stream: true }));
      expect(streamed).toMatchObject({ ...ANSWERED, 'cache-control': 'no-cache' });
      expect(streamed).toMatchObject({ 'content-type': expect.stringContaining('text/event-stream') });
    }
    const refused = { ...EVERY, 'cache-control': 'no-store' };
    expect(await headersOf(400, await post(path, {}))).toMatchObject(refused);
    expect(await headersOf(401, await post(path, body, { authorization: 'Bearer none' }))).toMatchObject(refused);
    expect(await headersOf(404, await post(path, { ...body, model: 'none' }))).toMatchObject(refused);
    gateway.upstream.behave({ fault: 'status-401' });
    expect(await headersOf(502, await post(path, body))).toMatchObject({
      ...refused,
      ...LIMITED,
      'x-radiant-receipt': ID,
    });
    gateway.upstream.behave({});
  });
});
