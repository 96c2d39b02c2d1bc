import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type OpenAI from 'openai';
import Anthropic from '@anthropic-ai/sdk';
import { until } from '@radiant/embedded/testing';
import { SIGNATURE, startFakeAnthropic, type FakeAnthropic } from './fake-anthropic.js';
import { startGateway, usageRecords, type Gateway } from './gateway.js';

jest.setTimeout(180_000);

const KEY = 'sk-ant-canary-5521';
const PROMPT = 'Patient Jane Doe, MRN 00482913, phone (555) 201-4477, asks whether ibuprofen is safe.';
const VALUES = ['Jane Doe', '00482913', '(555) 201-4477'];
const messages = [
  { role: 'system' as const, content: 'You help the nurse of Jane Doe.' },
  { role: 'user' as const, content: PROMPT },
];
const tools = [
  { type: 'function' as const, function: { name: 'note', parameters: { type: 'object', properties: {} } } },
];
const MODEL = 'claude-fake';
const KEYLESS = 'claude-keyless';
const THINKING = 'claude-thinking';

let anthropic: FakeAnthropic;
let gateway: Gateway;
let openai: OpenAI;
beforeAll(async () => {
  anthropic = await startFakeAnthropic(KEY);
  gateway = await startGateway({ variables: { ANTHROPIC_API_KEY: KEY } });
  openai = gateway.client(gateway.clinic);
  for (const [model, provider, variable] of [
    [MODEL, 'anthropic', 'ANTHROPIC_API_KEY'],
    [KEYLESS, 'keyless', 'MISSING_API_KEY'],
  ]) {
    await gateway.sql(
      `insert into providers (id, name, type, base_url, auth_type, credential, connection)
       values ($1, 'Of Anthropic', 'external', $2, 'api_key', $3, '{"dialect": "anthropic"}')`,
      [provider, anthropic.url, `env:${variable}`],
    );
    await gateway.sql(
      `insert into models (id, provider_id, name, display_name, type, specialty, max_output_tokens)
       values ($1, $2, 'claude-upstream', 'Claude', 'external', 'general', 900)`,
      [model, provider],
    );
    await gateway.sql(
      `insert into model_prices (model_id, version, effective_from, input_picos, cached_input_picos, output_picos,
         reasoning_picos, other_rates, markup_basis_points)
       values ($1, 1, '2026-01-01', 3000000, 300000, 15000000, 15000000, '{"cache_write_tokens": "3750000"}', 0)`,
      [model],
    );
  }
  await gateway.sql(
    `insert into models (id, provider_id, name, display_name, type, specialty, has_thinking_mode)
     select $1, provider_id, name, 'Thinks', type, specialty, true from models where id = $2`,
    [THINKING, MODEL],
  );
  await gateway.sql(
    `insert into model_prices (model_id, version, effective_from, input_picos, cached_input_picos, output_picos,
       reasoning_picos, other_rates, markup_basis_points)
     select $1, version, effective_from, input_picos, cached_input_picos, output_picos, reasoning_picos, other_rates,
       markup_basis_points from model_prices where model_id = $2`,
    [THINKING, MODEL],
  );
});
afterAll(async () => {
  await gateway.close();
  await anthropic.close();
});
afterEach(() => {
  anthropic.requests.length = 0;
  anthropic.fail = undefined;
});

/** Nothing of the patient, and the key in its header alone. */
function expectHidden(): void {
  for (const { text, headers } of anthropic.requests) {
    for (const value of VALUES) expect(text).not.toContain(value);
    expect(text).not.toContain(KEY);
    expect(headers).toMatchObject({ 'x-api-key': KEY, 'anthropic-version': '2023-06-01' });
    expect(headers).not.toHaveProperty('authorization');
  }
}

describe("a provider that speaks Anthropic's dialect", () => {
  it('sees placeholders, and the caller gets the patient back in the words and in the arguments of tools', async () => {
    const completion = await openai.chat.completions.create({ model: MODEL, messages, tools });
    expect(completion.model).toBe(MODEL);
    const [choice] = completion.choices;
    expect(choice?.message.content).toBe(`You said: ${PROMPT}`);
    expect(choice?.finish_reason).toBe('tool_calls');
    const [call] = choice?.message.tool_calls ?? [];
    expect(call?.type === 'function' && JSON.parse(call.function.arguments)).toEqual({ said: PROMPT });
    expect(completion.usage).toMatchObject({
      prompt_tokens: 60,
      completion_tokens: 5,
      total_tokens: 65,
      prompt_tokens_details: { cached_tokens: 30 },
    });
    expect(JSON.parse(anthropic.requests[0]?.text ?? '{}')).toMatchObject({
      model: 'claude-upstream',
      max_tokens: 900,
    });
    expect(anthropic.requests[0]?.text).toMatch(/You help the nurse of \[PHI_NAME_\d{5}\]/);
    expectHidden();
  });

  it('does so in a stream, whatever pieces it comes in', async () => {
    const stream = await openai.chat.completions.create({
      model: MODEL,
      messages,
      tools,
      stream: true,
      stream_options: { include_usage: true },
    });
    let [content, json, finish] = ['', '', ''];
    let usage: OpenAI.CompletionUsage | null | undefined;
    for await (const chunk of stream) {
      content += chunk.choices[0]?.delta.content ?? '';
      json += chunk.choices[0]?.delta.tool_calls?.[0]?.function?.arguments ?? '';
      finish = chunk.choices[0]?.finish_reason ?? finish;
      usage = chunk.usage ?? usage;
    }
    expect([content, JSON.parse(json), finish]).toEqual([`You said: ${PROMPT}`, { said: PROMPT }, 'tool_calls']);
    expect(usage).toMatchObject({ prompt_tokens: 60, completion_tokens: 5 });
    expectHidden();
  });

  it('is billed by what it read from and wrote to its cache', async () => {
    const { response } = await openai.chat.completions.create({ model: MODEL, messages }).withResponse();
    const id = response.headers.get('x-request-id');
    const rows = await usageRecords(gateway, 1);
    // 20 x 3 + 30 x 0.30 + 10 x 3.75 + 5 x 15 USD per million tokens
    expect(rows.find(({ requestId }) => requestId === id)).toMatchObject({ cost: '0.0001815', estimated: false });
  });

  it('goes on with what its tools answered', async () => {
    const first = await openai.chat.completions.create({ model: MODEL, messages, tools });
    const assistant = first.choices[0]?.message;
    const [call] = assistant?.tool_calls ?? [];
    if (!assistant || !call) throw new TypeError('no call');
    const result = { role: 'tool' as const, tool_call_id: call.id, content: 'Jane Doe takes warfarin.' };
    await openai.chat.completions.create({ model: MODEL, messages: [...messages, assistant, result], tools });
    expect(anthropic.requests).toHaveLength(2);
    expect(anthropic.requests[1]?.text).toMatch(/"tool_result","tool_use_id":"toolu_fake"/);
    expectHidden();
  });

  it.each([
    [400, 400],
    [401, 502],
    [429, 429],
    [500, 502],
    [529, 503],
  ])('that answers %i is %i here, in our words', async (upstream, expected) => {
    anthropic.fail = upstream;
    const failure: unknown = await openai.chat.completions
      .create({ model: MODEL, messages })
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ status: expected });
    expect(String(failure)).not.toContain('Anthropic');
  });

  it('is sent nothing while its key can not be read, and the trail says so', async () => {
    const before = anthropic.connections;
    const failure: unknown = await openai.chat.completions
      .create({ model: KEYLESS, messages })
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ status: 503 });
    expect(String(failure)).not.toContain('MISSING_API_KEY');
    expect([anthropic.requests, anthropic.connections]).toEqual([[], before]);
    const failed = () =>
      gateway.sql("select id from audit_logs where action = 'inference.fail' and provider_id = 'keyless'");
    await until(failed, ({ length }) => length > 0); // rows of the trail follow their calls
  });

  it('has its key in no log, row or reply', async () => {
    expect(gateway.logLines.join('')).not.toContain(KEY);
    const [dump] = await gateway.sql('select json_agg(providers)::text as rows from providers');
    expect(String(dump?.['rows'])).not.toContain(KEY);
    const shown = await (await gateway.send('/api/v2/providers/anthropic')).text();
    for (const secret of [KEY, 'ANTHROPIC_API_KEY']) expect(shown).not.toContain(secret);
  });
});

describe("what a model of Anthropic's thinks", () => {
  const thinking = { type: 'enabled' as const, budget_tokens: 1_024 };
  const client = (): Anthropic => new Anthropic({ baseURL: gateway.url, apiKey: gateway.clinic.key, maxRetries: 0 });
  const asked = { model: MODEL, max_tokens: 4_000, thinking };
  const THOUGHT = { type: 'thinking', thinking: `They said: ${PROMPT}`, signature: SIGNATURE };
  const lookup = [{ name: 'look', input_schema: { type: 'object' as const } }];
  const lastSent = () => JSON.parse(anthropic.requests.at(-1)?.text ?? '{}');

  it('is restored like all that it says, under its own signature, whole and streamed', async () => {
    const said = [{ role: 'user' as const, content: PROMPT }];
    const whole = await client().messages.create({ ...asked, messages: said });
    expect(whole.content).toEqual([THOUGHT, { type: 'text', text: `You said: ${PROMPT}` }]);
    const streamed = await client()
      .messages.stream({ ...asked, messages: said })
      .finalMessage();
    expect(streamed.content).toMatchObject(whole.content);
    expect(lastSent().thinking).toEqual(thinking);
    expectHidden();
  });

  it('goes back to it as it was signed, or not at all where somebody is in it', async () => {
    const first = await client().messages.create({
      ...asked,
      tools: lookup,
      messages: [{ role: 'user', content: 'Look it up.' }],
    });
    const goOn = (thought: string) =>
      client().messages.create({
        ...asked,
        tools: lookup,
        messages: [
          { role: 'user', content: 'Look it up.' },
          {
            role: 'assistant',
            content: first.content.map((block) =>
              block.type === 'thinking' ? { ...block, thinking: thought } : block,
            ),
          },
          { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_fake', content: 'Nothing.' }] },
        ],
      });
    await goOn('They said: Look it up.');
    expect(lastSent()).toMatchObject({ thinking, messages: [{}, { content: [first.content[0], {}, {}] }, {}] });
    await goOn(`They said: ${PROMPT}`);
    expect(lastSent()).not.toHaveProperty('thinking');
    expect(anthropic.requests.at(-1)?.text).not.toContain(SIGNATURE);
    expectHidden();
  });

  it('is kept in no session, and marks of its cache go on', async () => {
    const session = crypto.randomUUID();
    const cache_control = { type: 'ephemeral' as const };
    await client().messages.create(
      {
        ...asked,
        system: [{ type: 'text', text: 'Help the nurse of Jane Doe.', cache_control }],
        messages: [
          { role: 'user', content: 'Hello' },
          {
            role: 'assistant',
            content: [
              { type: 'thinking', thinking: 'A thought.', signature: SIGNATURE },
              { type: 'text', text: 'Yes?' },
            ],
          },
          { role: 'user', content: 'Go on.' },
        ],
      },
      { headers: { 'x-radiant-session-id': session } },
    );
    expect(lastSent().system).toEqual([{ type: 'text', text: expect.stringContaining('[PHI_NAME_'), cache_control }]);
    expect(lastSent().messages[1].content[0]).toMatchObject({ thinking: 'A thought.' });
    const kept = await (await gateway.send(`/api/v2/sessions/${session}`)).text();
    expect(kept).toContain('Yes?');
    expect(kept).not.toContain('thought');
  });

  it('is asked for by the effort of a chat, of a model that has it', async () => {
    const body = { messages, reasoning_effort: 'low' as const, max_completion_tokens: 4_000 };
    const answer = await openai.chat.completions.create({ ...body, model: THINKING });
    expect(lastSent().thinking).toEqual({ type: 'enabled', budget_tokens: 2_000 });
    expect(answer.choices[0]?.message).toMatchObject({ reasoning_content: `They said: ${PROMPT}` });
    await openai.chat.completions.create({ ...body, model: MODEL });
    expect(lastSent()).not.toHaveProperty('thinking');
  });
});
