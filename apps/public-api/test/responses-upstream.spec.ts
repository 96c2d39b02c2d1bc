import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startFakeResponses, type FakeResponses } from './fake-responses.js';
import { startGateway, usageRecords, type Gateway } from './gateway.js';
import { piecesOf, saidIn } from './one-conversation.js';

jest.setTimeout(180_000);

const KEY = 'sk-resp-canary-7781';
const PROMPT = 'Patient Jane Doe, MRN 00482913, phone (555) 201-4477, asks whether ibuprofen is safe.';
const VALUES = ['Jane Doe', '00482913', '(555) 201-4477'];
const MODEL = 'reasoning-fake';
const messages = [{ role: 'user', content: PROMPT }];

let responses: FakeResponses;
let gateway: Gateway;
beforeAll(async () => {
  responses = await startFakeResponses(KEY);
  gateway = await startGateway({ variables: { RESPONSES_API_KEY: KEY } });
  await gateway.sql(
    `insert into providers (id, name, type, base_url, auth_type, credential, connection)
     values ('reasoning', 'Of responses', 'external', $1, 'api_key', 'env:RESPONSES_API_KEY',
       '{"dialect": "openai_responses", "omit": ["temperature"]}')`,
    [responses.url],
  );
  await gateway.sql(
    `insert into models (id, provider_id, name, display_name, type, specialty)
     values ($1, 'reasoning', 'upstream-name', 'Reasoning', 'external', 'general')`,
    [MODEL],
  );
  await gateway.sql(
    `insert into model_prices (model_id, version, effective_from, input_picos, cached_input_picos, output_picos,
       reasoning_picos, markup_basis_points)
     values ($1, 1, '2026-01-01', 3000000, 300000, 15000000, 20000000, 0)`,
    [MODEL],
  );
});
afterAll(async () => {
  await gateway.close();
  await responses.close();
});
afterEach(() => {
  responses.requests.length = 0;
  responses.end = 'completed';
});

const ask = (path: string, body: object): Promise<Response> =>
  gateway.send(path, { method: 'POST', body: JSON.stringify({ model: MODEL, ...body }) });
const answer = async (response: Promise<Response>) => JSON.parse(await (await response).text());
const chat = (body: object = {}): Promise<Response> => ask('/v1/chat/completions', { messages, ...body });

describe('a provider that is called by responses', () => {
  it.each([false, true])(
    'sees placeholders, keeps nothing, and thinks aloud of the patient (stream: %s)',
    async (stream) => {
      const asked = { reasoning_effort: 'high', temperature: 0.3, stream, stream_options: { include_usage: true } };
      const response = await chat(stream ? asked : { ...asked, stream_options: undefined });
      const text = await response.text();
      const pieces = piecesOf(text);
      const thought = pieces
        .flatMap(({ choices = [] }) => choices)
        .map((choice) => Object(choice.delta ?? choice.message).reasoning_content ?? '');
      expect([pieces.map(saidIn).join(''), thought.join('')]).toEqual([`You said: ${PROMPT}`, `They said: ${PROMPT}`]);
      const [request] = responses.requests;
      for (const value of VALUES) expect(request?.text).not.toContain(value);
      const sent = JSON.parse(request?.text ?? '{}');
      expect(sent).toMatchObject({ store: false, reasoning: { effort: 'high' }, model: 'upstream-name' });
      expect(sent).not.toHaveProperty('temperature');
      expect(request?.headers.authorization).toBe(`Bearer ${KEY}`);
      const row = (await usageRecords(gateway, 1)).find(
        ({ requestId }) => requestId === response.headers.get('x-request-id'),
      );
      // 30 x 3 + 30 x 0.30 + 5 x 15 + 10 x 20 USD per million tokens
      expect(row).toMatchObject({ cost: '0.000374', estimated: false, reasoningTokens: 10, cachedInputTokens: 30 });
    },
  );

  it('that stops at the limit of tokens is cut off in every shape', async () => {
    responses.end = 'incomplete';
    const whole = await answer(chat());
    expect(whole.choices[0].finish_reason).toBe('length');
    const message = await answer(ask('/v1/messages', { messages, max_tokens: 5 }));
    expect(message.stop_reason).toBe('max_tokens');
    const response = await answer(ask('/v1/responses', { input: PROMPT, store: false }));
    expect([response.status, response.incomplete_details]).toEqual(['incomplete', { reason: 'max_output_tokens' }]);
    expect(await (await chat({ stream: true })).text()).toContain('"finish_reason":"length"');
  });

  it('that fails is told of in our words, before and after the first byte', async () => {
    responses.end = 'failed';
    const whole = await chat();
    expect([whole.status, await whole.json()]).toEqual([
      502,
      { error: expect.objectContaining({ code: 'provider_error' }) },
    ]);
    const text = await (await chat({ stream: true })).text();
    expect(text).toMatch(/data: \{"error":\{"message":"the provider reported an error while answering"[^\n]*\n\n$/);
  });
});
