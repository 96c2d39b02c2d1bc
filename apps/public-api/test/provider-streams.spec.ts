import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BREAKER_RULES } from '@radiant/registry';
import { MODEL, startGateway, usageRecords, type Gateway } from './gateway.js';
import {
  DONE,
  event,
  piece,
  startScriptedProvider,
  streaming,
  whole,
  type ScriptedProvider,
} from './scripted-provider.js';

const MESSAGES = [{ role: 'user' as const, content: 'Patient Jane Doe asks.' }];
const SAID = piece({ role: 'assistant', content: 'Hello ' }) + piece({ content: 'world' }) + piece({}, 'stop');

let provider: ScriptedProvider;
let gateway: Gateway;
beforeAll(async () => {
  provider = await startScriptedProvider();
  gateway = await startGateway({
    variables: { LITELLM_URL: provider.url },
    breaker: { ...BREAKER_RULES, consecutive: 1_000, failures: 1_000 },
  });
});
afterAll(async () => {
  await gateway.close();
  await provider.close();
});

const asked = (more: { n?: number; stream_options?: { include_usage: boolean } } = {}) =>
  gateway.client(gateway.clinic).chat.completions.stream({ model: MODEL, messages: MESSAGES, ...more });

describe('a streamed answer of a provider', () => {
  it.each([
    ['begins with a byte order mark', `\uFEFF${SAID}${DONE}`],
    ['has events of nothing in it', `data:\n\n${SAID}data: \n\n${DONE}`],
    [
      'tells its usage in a chunk without choices',
      `${SAID}${event({ id: 'x', choices: null, usage: { prompt_tokens: 7, completion_tokens: 2 } })}${DONE}`,
    ],
    ['goes on behind its end', `${SAID}${DONE}data: {"cho\n\n`],
    [
      'has parts in the place of text',
      `${piece({
        role: 'assistant',
        content: [
          { type: 'text', text: 'Hello ' },
          { type: 'text', text: 'world' },
        ],
      })}${piece({}, 'stop')}${DONE}`,
    ],
  ])('that %s is read in whole', async (_, bytes) => {
    provider.answer = (response) => void streaming(response).end(bytes);
    expect(await asked().finalContent()).toBe('Hello world');
  });

  it.each([
    ['[DONE]', SAID + DONE],
    ['its last piece', SAID],
    ['half of an event behind that', `${SAID}data: {"id":"x","usa`],
  ])('that is whole is none the worse for a connection that breaks after %s', async (_, bytes) => {
    let cut: () => void = () => undefined;
    provider.answer = (response) => {
      streaming(response).write(bytes);
      cut = () => response.destroy();
    };
    const stream = asked();
    stream.on('chunk', ({ choices }) => void (choices.some((choice) => choice.finish_reason !== null) && cut()));
    expect(await stream.finalContent()).toBe('Hello world');
  });

  it('is over with its [DONE], whatever the provider does with the connection', async () => {
    provider.answer = (response) => void streaming(response).write(SAID + DONE); // and never ends it
    expect(await asked().finalContent()).toBe('Hello world');
    expect((await usageRecords(gateway, 1))[0]).toMatchObject({ requestType: 'chat.completion.stream' });
  });

  it('that tells no usage is told what was counted here, in every shape', async () => {
    provider.answer = (response) => void streaming(response).end(SAID + DONE);
    const stream = asked({ stream_options: { include_usage: true } });
    const { usage } = await stream.finalChatCompletion();
    expect(usage).toMatchObject({ prompt_tokens: expect.any(Number), completion_tokens: 2 });
    const tokens = usage?.prompt_tokens;
    const anthropic = new Anthropic({ apiKey: gateway.clinic.key, baseURL: gateway.url });
    const message = await anthropic.messages
      .stream({ model: MODEL, max_tokens: 100, messages: MESSAGES })
      .finalMessage();
    expect(message.usage).toMatchObject({ input_tokens: tokens, output_tokens: 2 });
    const response = await gateway
      .client(gateway.clinic)
      .responses.stream({ model: MODEL, input: MESSAGES, store: false })
      .finalResponse();
    expect(response.usage).toMatchObject({ input_tokens: tokens, output_tokens: 2 });
    const records = await usageRecords(gateway, 3);
    expect(
      records.slice(0, 3).map(({ inputTokens, outputTokens, estimated }) => [inputTokens, outputTokens, estimated]),
    ).toEqual([1, 2, 3].map(() => [tokens, 2, true]));
    const request = { model: MODEL, messages: MESSAGES, stream: true as const };
    for await (const chunk of await gateway.client(gateway.clinic).chat.completions.create(request)) {
      expect(chunk.usage).toBeUndefined(); // nobody asked
    }
  });

  it('of several choices is not whole before all of them are', async () => {
    const bytes =
      piece({ role: 'assistant', content: 'one' }, null, 0) +
      piece({ role: 'assistant', content: 'tw' }, null, 1) +
      piece({}, 'stop', 0);
    provider.answer = (response) => void streaming(response).end(bytes);
    await expect(asked({ n: 2 }).finalChatCompletion()).rejects.toMatchObject({
      code: 'provider_error',
      message: "the provider's answer broke off",
    });
    provider.answer = (response) => void streaming(response).end(bytes + piece({ content: 'o' }, 'stop', 1));
    const { choices } = await asked({ n: 2 }).finalChatCompletion();
    expect(choices.map(({ message }) => message.content)).toEqual(['one', 'two']);
  });
});

describe('a whole answer of a provider', () => {
  it('may say its text in parts and its arguments as an object', async () => {
    const call = { id: 'c', type: 'function', function: { name: 'look', arguments: { who: 1 } } };
    provider.answer = (response) =>
      void response.end(whole({ content: [{ type: 'text', text: 'Looking.' }], tool_calls: [call] }));
    const { choices } = await gateway
      .client(gateway.clinic)
      .chat.completions.create({ model: MODEL, messages: MESSAGES });
    expect(choices[0]?.message).toMatchObject({
      content: 'Looking.',
      tool_calls: [{ function: { name: 'look', arguments: '{"who":1}' } }],
    });
  });
});
