import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { MODEL, startGateway, type Gateway } from './gateway.js';
import { SHAPES } from './one-conversation.js';

jest.setTimeout(180_000);

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

/** What a refusal says, and the field that it names where its shape has a place for that. */
async function refusal(path: string, body: object): Promise<[number, string, string | undefined]> {
  const send = { method: 'POST', body: JSON.stringify({ model: MODEL, ...body }) };
  const response = await gateway.send(path, send);
  const { error } = JSON.parse(await response.text());
  return [response.status, error.message.split(' ')[0], error.param ?? error.details?.field];
}

/** A picture within a text, which can't be searched. */
const PICTURE = `see data:image/png;base64,${'iVBORw0KGgo'.repeat(4)}`;
const anthropic = (body: object): [string, object] => ['/v1/messages', { ...SHAPES.messages.body, ...body }];
const responses = (body: object): [string, object] => ['/v1/responses', { store: false, ...body }];
const user = (content: unknown): object[] => [{ role: 'user', content }];
const text = (said: string): object => ({ type: 'text', text: said });

describe('what may not leave', () => {
  const both = (field: string): [string, string] => [field, field];

  it.each<[string, [string, object], string]>([
    ['a picture of a chat', [SHAPES.chat.path, SHAPES.chat.body], 'messages[1].content[1]'],
    ['a picture of a message', anthropic({}), 'messages[0].content[1]'],
    ['a picture of a response', responses(SHAPES.responses.body), 'input[0].content[1]'],
    ['data in a system prompt', anthropic({ system: PICTURE, messages: user('Hello') }), 'system'],
    [
      'data in a list of system prompts',
      anthropic({ system: [text('Be brief.'), text(PICTURE)], messages: user('Hello') }),
      'system[1].text',
    ],
    ['data in instructions', responses({ instructions: PICTURE, input: 'Hello' }), 'instructions'],
    ['data in the one text of a response', responses({ input: PICTURE }), 'input'],
    ['data in a prompt', ['/v1/completions', { prompt: PICTURE }], 'prompt'],
    [
      'data in what a tool answered',
      anthropic({ messages: user([{ type: 'tool_result', tool_use_id: 'c1', content: [text(PICTURE)] }]) }),
      'messages[0].content[0].content[0].text',
    ],
  ])('%s is named as it was written', async (_, [path, body], field) => {
    const [status, said, param] = await refusal(path, body);
    expect([status, said, param ?? field]).toEqual([403, ...both(field)]);
  });

  it('of the native API is counted without the messages of the session before it', async () => {
    const session_id = crypto.randomUUID();
    const path = '/api/v2/chat/completions';
    const first = { method: 'POST', body: JSON.stringify({ model: MODEL, session_id, messages: user('Hello') }) };
    expect((await gateway.send(path, first)).status).toBe(200);
    const body = { session_id, use_history: true, messages: user(PICTURE) };
    expect(await refusal(path, body)).toEqual([403, ...both('messages[0].content')]);
  });
});

describe('what a provider can not take', () => {
  it('is named as it was written', async () => {
    const limits = JSON.stringify({ max_tokens_per_request: 10 });
    await gateway.sql('update tenants set settings = $1 where id = $2', [limits, gateway.hospital.id]);
    const body = { model: MODEL, input: 'Hello', max_output_tokens: 50, store: false };
    const response = await gateway.send('/v1/responses', {
      method: 'POST',
      body: JSON.stringify(body),
      tenant: gateway.hospital,
    });
    expect([response.status, await response.json()]).toEqual([
      400,
      {
        error: expect.objectContaining({ param: 'max_output_tokens', message: expect.stringMatching(/^max_output_/) }),
      },
    ]);
  });
});
