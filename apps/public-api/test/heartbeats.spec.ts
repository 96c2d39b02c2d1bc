import Anthropic from '@anthropic-ai/sdk';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { MODEL, startGateway, type Gateway } from './gateway.js';
import { piecesOf, saidIn } from './one-conversation.js';

jest.setTimeout(180_000);

const PING = 'event: ping\ndata: {"type":"ping"}\n\n';
const COMMENT = ': keep-alive\n\n';
const messages = [{ role: 'user' as const, content: 'Say this slowly.' }];
const SAID = 'Demo model, not a real one. I was told: "Say this slowly."';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ heartbeatMs: 5 });
});
afterAll(() => gateway.close());
afterEach(() => gateway.upstream.behave({}));

/** A stream whose model pauses between its words for many beats. */
async function slow(path: string, body: object): Promise<string> {
  gateway.upstream.behave({ chunkCharacters: 30, chunkIntervalMs: 200 });
  const response = await gateway.send(path, {
    method: 'POST',
    body: JSON.stringify({ model: MODEL, stream: true, ...body }),
  });
  expect(response.status).toBe(200);
  return response.text();
}

describe('a stream that says nothing for a while', () => {
  it.each([
    ['/v1/messages', { messages, max_tokens: 100 }, PING],
    ['/v1/chat/completions', { messages }, COMMENT],
    ['/v1/responses', { input: 'Say this slowly.', store: false }, COMMENT],
    ['/v1/completions', { prompt: 'Say this slowly.' }, COMMENT],
  ])('is kept alive on %s by what clients pass over, between whole events', async (path, body, beat) => {
    const text = await slow(path, body);
    expect(text).toContain(`\n\n${beat}`);
    expect(text.endsWith(beat)).toBe(false);
    const events = text.replaceAll(beat, '');
    expect(events.split('\n\n').filter((event) => event !== '' && !/^(?:event: .+\n)?data: .+$/.test(event))).toEqual(
      [],
    );
    expect(piecesOf(events).map(saidIn).join('')).toBe(SAID);
  });

  it('reads the same to the package', async () => {
    gateway.upstream.behave({ chunkCharacters: 30, chunkIntervalMs: 200 });
    const client = new Anthropic({ baseURL: gateway.url, apiKey: gateway.clinic.key, maxRetries: 0 });
    const answer = await client.messages.stream({ model: MODEL, max_tokens: 100, messages }).finalMessage();
    expect(answer.content).toMatchObject([{ type: 'text', text: SAID }]);
  });
});
