import { describe, expect, it } from '@jest/globals';
import { decodeNativeChatRequest, type Message } from '@radiant/protocol';
import { sessionOf } from '../testing/session-store.laws.js';
import { TextRestoration } from '../text-restoration.js';
import { withHistory } from './history.js';
import { restoreMessages } from './restore-messages.js';

const said = (content: string, over: Partial<Message> = {}): Message => ({
  role: 'user',
  content,
  name: undefined,
  refusal: undefined,
  toolCalls: [],
  toolCallId: undefined,
  functionCall: undefined,
  ...over,
});
const { request } = decodeNativeChatRequest({
  model: 'demo',
  messages: [{ role: 'user', content: 'new' }],
  temperature: 1,
  stop: ['x'],
  stream: true,
});
const session = (...messages: Message[]) => sessionOf(0, { messages });
const contents = (messages: readonly Message[]): unknown[] => messages.map(({ content }) => content);

describe('history', () => {
  it('comes before the new messages, the newest of it, and nothing else of the request changes', () => {
    const kept = session(said('1'), said('2'), said('3'));
    const { messages, ...rest } = withHistory(request, kept, 2);
    const { messages: own, ...others } = request;
    expect(contents(messages)).toEqual(['2', '3', ...contents(own)]);
    expect(rest).toEqual(others);
  });

  it('is not asked for: the request is as it was', () => {
    expect(withHistory(request, session(said('1')), 0)).toBe(request);
    expect(withHistory(request, undefined, 0)).toBe(request);
  });

  it('begins with no result of a tool whose call was cut off', () => {
    const called = said('', { role: 'assistant', toolCalls: [{ id: 'a', name: 'f', arguments: '{}' }] });
    const result = said('found', { role: 'tool', toolCallId: 'a' });
    expect(contents(withHistory(request, session(called, result, result, said('so')), 3).messages)).toEqual([
      'so',
      'new',
    ]);
    expect(contents(withHistory(request, session(called, result), 1).messages)).toEqual(['new']);
    expect(contents(withHistory(request, session(called, result), 2).messages)).toEqual(['', 'found', 'new']);
  });

  it('is refused without a session', () => {
    expect(() => withHistory(request, undefined, 5)).toThrow(
      expect.objectContaining({ code: 'validation_error', facts: { field: 'use_history' } }),
    );
  });
});

describe('restoring a history', () => {
  it('reaches every text, escapes where it is JSON, and counts', () => {
    const originals = new Map([['[PHI_NAME_48201]', 'Zoë "Z"']]);
    const restoration = new TextRestoration({ texts: originals, toolArguments: originals });
    const name = '[PHI_NAME_48201]';
    const messages = [
      said(`Hi ${name}`),
      { ...said(''), content: [{ type: 'text' as const, text: name }] },
      said('', { role: 'assistant', refusal: name, toolCalls: [{ id: 'a', name: 'f', arguments: `{"a":"${name}"}` }] }),
      said('[PHI_NAME_48299]'),
    ];
    const restored = restoreMessages(messages, restoration);
    expect(restored).toMatchObject([
      { content: 'Hi Zoë "Z"' },
      { content: [{ text: 'Zoë "Z"' }] },
      { refusal: 'Zoë "Z"', toolCalls: [{ arguments: '{"a":"Zoë \\"Z\\""}' }] },
      { content: '[PHI_NAME_48299]' },
    ]);
    expect(restoration.restored).toBe(4);
  });
});
