import { describe, expect, it } from '@jest/globals';
import { decodeResponsesRequest } from './decode-request.js';
import { itemId, itemPlace, responseId, responsePlace } from './response-ids.js';
import { chatOf, NOTHING_RECALLED, references, spoken } from './responses-request.js';

const chat = (body: object) => chatOf(decodeResponsesRequest(body), NOTHING_RECALLED).request;
const refused = (body: object): unknown => {
  try {
    decodeResponsesRequest(body);
    return 'accepted';
  } catch (error) {
    return Object(error).facts.field;
  }
};

describe('a request for a response', () => {
  it('becomes a chat: instructions first, then what is said', () => {
    const request = chat({ model: 'm', instructions: 'Be brief.', input: 'Hello', max_output_tokens: 9 });
    expect(request.messages).toEqual([spoken('system', 'Be brief.'), spoken('user', 'Hello')]);
    expect(request.sampling.maxCompletionTokens).toBe(9);
  });

  it('makes one message of what an assistant says and the calls that follow, as chat upstreams want it', () => {
    const call = (id: string) => ({ type: 'function_call', call_id: id, name: 'look', arguments: '{}' });
    const { messages } = chat({
      input: [
        { role: 'user', content: 'Who?' },
        { type: 'reasoning', id: 'rs_1', summary: [] },
        { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'I look.', annotations: [] }] },
        call('a'),
        call('b'),
        { type: 'function_call_output', call_id: 'a', output: 'x' },
        call('c'),
      ],
    });
    expect(messages.map(({ role, toolCalls }) => [role, ...toolCalls.map(({ id }) => id)])).toEqual([
      ['user'],
      ['assistant', 'a', 'b'],
      ['tool'],
      ['assistant', 'c'],
    ]);
  });

  it('keeps apart what is kept here and what the caller says, and knows the places of the first', () => {
    const session = '11111111-1111-4111-8111-111111111111';
    const first = responseId('22222222-2222-4222-8222-222222222222', session);
    const [said, called] = [itemId(first, 'message', 0), itemId(first, 'call', 1)];
    const request = decodeResponsesRequest({
      instructions: 'Be brief.',
      input: [
        { type: 'item_reference', id: said },
        { type: 'item_reference', id: called },
        { type: 'function_call', call_id: 'own', name: 'look', arguments: '{}' },
      ],
    });
    expect(references(request)).toEqual([said, called]);
    const toolCalls = [{ id: 'kept', name: 'look', arguments: '{}' }];
    const { request: made, recalled } = chatOf(request, {
      earlier: [spoken('user', 'Hello')],
      items: new Map([
        [said, spoken('assistant', 'I look.')],
        [called, { ...spoken('assistant', null), toolCalls }],
      ]),
    });
    expect(made.messages.map(({ content, toolCalls: calls }) => [content, ...calls.map(({ id }) => id)])).toEqual([
      ['Be brief.'],
      ['Hello'],
      ['I look.', 'kept'],
      [null, 'own'],
    ]);
    expect([...recalled]).toEqual([1, 2]);
  });

  it.each([
    ['a tool that a provider runs', { tools: [{ type: 'web_search' }] }, 'tools[0].type'],
    ['another', { tools: [{ type: 'mcp', name: 'x' }] }, 'tools[0].type'],
    ['the choice of one', { tool_choice: { type: 'file_search' } }, 'tool_choice.type'],
    ['an item of an unknown kind', { input: [{ type: 'computer_call' }] }, 'input[0].type'],
    ['a part of an unknown kind', { input: [{ role: 'user', content: [{ type: 'x' }] }] }, 'input[0].content[0].type'],
    ['a background run', { background: true }, 'background'],
    ['a conversation kept elsewhere', { conversation: 'conv_1' }, 'conversation'],
    ['a template', { prompt: { id: 'p' } }, 'prompt'],
    ['too many tokens', { max_output_tokens: 128_001 }, 'max_output_tokens'],
    ['no input', { input: undefined }, 'input'],
    [
      'a file without data',
      { input: [{ role: 'user', content: [{ type: 'input_file' }] }] },
      'input[0].content[0].file_data',
    ],
  ])('is refused by name for %s', (_what, over, field) => {
    expect(refused({ input: 'Hello', ...over })).toBe(field);
  });

  it('is taken with whatever else clients send', () => {
    const more = { include: ['reasoning.encrypted_content'], truncation: 'auto', service_tier: 'flex', anything: {} };
    expect(refused({ input: 'Hello', background: false, conversation: null, ...more })).toBe('accepted');
  });
});

describe('the ids of responses', () => {
  const [session, request] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];

  it('say where a response is kept, and each of its parts', () => {
    const id = responseId(request, session);
    expect(responsePlace(id)).toEqual({ session, request });
    for (const kind of ['message', 'reasoning', 'call'] as const) {
      expect(itemPlace(itemId(id, kind, 2))).toEqual({ session, request, kind, position: 2 });
    }
  });

  it('lead nowhere for a response that is not kept, and for anything else', () => {
    const id = responseId(request, undefined);
    expect(responsePlace(id)).toBeUndefined();
    expect(itemPlace(itemId(id, 'message', 0))).toBeUndefined();
    for (const other of ['', 'resp_', 'msg_1', `${responseId(request, session)}x`]) {
      expect([responsePlace(other), itemPlace(other)]).toEqual([undefined, undefined]);
    }
  });
});
