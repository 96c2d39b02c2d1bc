import { beforeEach, describe, expect, it } from '@jest/globals';
import { appId, mappingId, requestId, sessionId, tenantId } from '@radiant/kernel';
import type { FixedClock } from '@radiant/kernel/testing';
import { chatOf, decodeResponsesRequest, NOTHING_RECALLED, spoken } from '@radiant/protocol';
import type { ResponseStore, StoredResponse } from '../ports/response-store.js';
import { sessionOf } from './session-store.laws.js';

const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
const HOSPITAL = tenantId('22222222-2222-4222-8222-222222222222');
const SESSION = sessionId('00000000-0000-4000-8000-000000000001');
const REQUEST = requestId('00000000-0000-4000-8000-000000000002');
const OTHER = '00000000-0000-4000-8000-000000000003';
const HOUR_MS = 3_600_000;

const ASKED = decodeResponsesRequest({
  model: 'demo',
  input: 'x',
  tools: [{ type: 'function', name: 'find', description: 'of [PHI_NAME_48213] 😀', parameters: { type: 'object' } }],
  tool_choice: { type: 'function', name: 'find' },
  text: { format: { type: 'json_schema', name: 'out', schema: { type: 'object' }, strict: true } },
  temperature: 0.5,
  top_p: 0.25,
  max_output_tokens: 100,
  reasoning: { effort: 'low' },
  parallel_tool_calls: false,
});

/** A response that was made at `now` and lives an hour. */
export const responseOf = (now: number, over: Partial<StoredResponse> = {}): StoredResponse => ({
  session: SESSION,
  request: REQUEST,
  owner: 'nurse-1',
  app: appId('charting'),
  model: 'demo',
  mappingId: mappingId(SESSION),
  previous: 'resp_1',
  instructions: 'Be brief with [PHI_NAME_48213].',
  messages: sessionOf(now).messages.slice(0, 1),
  omitted: 0,
  truncates: true,
  reply: { ...spoken('assistant', null), toolCalls: [{ id: 't1', name: 'find', arguments: '{"a":"\\n😀"}' }] },
  asked: { ...chatOf(ASKED, NOTHING_RECALLED).request, messages: [], stream: false },
  finishReason: 'tool_calls',
  usage: { promptTokens: 5, completionTokens: 4, cachedTokens: 3, reasoningTokens: 2 },
  createdAt: now,
  expiresAt: now + HOUR_MS,
  ...over,
});

/** The laws of ResponseStore. Every implementation runs them; `make` gives an empty store and the clock it lives by. */
export function describeResponseStore(
  name: string,
  make: () => Promise<{ store: ResponseStore; clock: FixedClock }>,
): void {
  describe(`ResponseStore laws: ${name}`, () => {
    let store: ResponseStore;
    let clock: FixedClock;
    const key = { session: SESSION, request: REQUEST };
    const response = (over: Partial<StoredResponse> = {}): StoredResponse => responseOf(clock.now(), over);

    beforeEach(async () => {
      ({ store, clock } = await make());
    });

    it('gives back what was put, every character and field of it', async () => {
      for (const put of [
        response(),
        response({
          app: undefined,
          previous: undefined,
          instructions: undefined,
          mappingId: undefined,
          usage: undefined,
        }),
        response({ reply: spoken('assistant', 'Yes.'), messages: sessionOf(clock.now()).messages, finishReason: null }),
      ]) {
        await store.put(CLINIC, put);
        expect(await store.read(CLINIC, key)).toEqual(put);
      }
    });

    it('shows none of another tenant, another session or another request', async () => {
      await store.put(CLINIC, response());
      expect(await store.read(HOSPITAL, key)).toBeUndefined();
      expect(await store.read(CLINIC, { session: sessionId(OTHER), request: REQUEST })).toBeUndefined();
      expect(await store.read(CLINIC, { session: SESSION, request: requestId(OTHER) })).toBeUndefined();
      await store.delete(HOSPITAL, key);
      expect(await store.read(CLINIC, key)).toEqual(response());
    });

    it('forgets a response from the instant it expires', async () => {
      await store.put(CLINIC, response());
      clock.advance(HOUR_MS - 1);
      expect(await store.read(CLINIC, key)).toBeDefined();
      clock.advance(1);
      expect(await store.read(CLINIC, key)).toBeUndefined();
    });

    it('forgets what was deleted, and may be told twice', async () => {
      await store.put(CLINIC, response());
      await store.put(CLINIC, response({ request: requestId(OTHER) }));
      await store.delete(CLINIC, key);
      await store.delete(CLINIC, key);
      expect(await store.read(CLINIC, key)).toBeUndefined();
      expect(await store.read(CLINIC, { session: SESSION, request: requestId(OTHER) })).toBeDefined();
    });

    it('keeps what it was given, whatever the caller does to it next', async () => {
      const messages = [...response().messages];
      await store.put(CLINIC, response({ messages }));
      messages.length = 0;
      expect(await store.read(CLINIC, key)).toEqual(response());
    });
  });
}
