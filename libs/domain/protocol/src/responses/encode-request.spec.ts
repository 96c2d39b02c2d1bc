import { describe, expect, it } from '@jest/globals';
import { mark, schemaOfMarks } from '../../test/text-places.js';
import type { ChatRequest } from '../chat-request.js';
import { decodeChatRequest } from '../openai-chat/decode-request.js';
import type { FieldTaste } from '../openai-chat/field-taste.js';
import { textSlots, withTexts } from '../text-slots.js';
import { decodeResponsesRequest } from './decode-request.js';
import { encodeResponsesRequest } from './encode-request.js';
import { chatOf, NOTHING_RECALLED } from './responses-request.js';
import { responsesWireGrammar } from './wire-grammar.js';

const SCHEMA = { type: 'object', properties: { who: { type: 'string' } } };
const user = (content: unknown): object => ({ role: 'user', content });
const BODY = {
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'developer', content: [{ type: 'text', text: 'Be kind.' }] },
    user([
      { type: 'text', text: 'Who is this?' },
      { type: 'image_url', image_url: { url: 'https://images.example/a.png', detail: 'low' } },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
      { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,AAAA' } },
      { type: 'file', file: { file_id: 'file_1' } },
    ]),
    {
      role: 'assistant',
      content: 'I look.',
      tool_calls: ['a', 'b'].map((id) => ({ id, type: 'function', function: { name: 'look', arguments: '{}' } })),
    },
    { role: 'tool', tool_call_id: 'a', content: 'Jane' },
    { role: 'tool', tool_call_id: 'b', content: [{ type: 'text', text: 'John' }] },
    { role: 'assistant', content: '', refusal: 'I may not say.' },
    user('Go on.'),
  ],
  tools: [
    { type: 'function', function: { name: 'look', description: 'it looks', parameters: SCHEMA, strict: true } },
    { type: 'function', function: { name: 'bare' } },
  ],
  tool_choice: { type: 'function', function: { name: 'look' } },
  response_format: { type: 'json_schema', json_schema: { name: 'a', schema: SCHEMA, strict: true } },
  ...{ max_completion_tokens: 50, temperature: 0.5, top_p: 0.9, parallel_tool_calls: false, reasoning_effort: 'high' },
  ...{ seed: 7, presence_penalty: 1, logit_bias: { '1': 2 }, prediction: { type: 'content', content: 'No.' } },
  ...{ user: 'somebody', metadata: { a: 'b' }, stream: true, verbosity: 'low', include: ['all'] },
};
const PLAIN: Pick<FieldTaste, 'omit' | 'extraFields'> = { omit: [], extraFields: [] };
const encode = (request: ChatRequest, taste = PLAIN) =>
  JSON.parse(encodeResponsesRequest(request, 'upstream-model', 'a pseudonym', taste));
const sent = (extra: object = {}, taste = PLAIN) => encode(decodeChatRequest({ ...BODY, ...extra }), taste);

describe('a chat that is sent as a request for a response', () => {
  it('says all that it can, and is never kept there', () => {
    expect(sent()).toEqual({
      model: 'upstream-model',
      input: [
        { type: 'message', role: 'system', content: 'Be brief.' },
        { type: 'message', role: 'developer', content: [{ type: 'input_text', text: 'Be kind.' }] },
        {
          type: 'message',
          role: 'user',
          content: [
            { type: 'input_text', text: 'Who is this?' },
            { type: 'input_image', image_url: 'https://images.example/a.png', detail: 'low' },
            { type: 'input_image', image_url: 'data:image/png;base64,AAAA' },
            { type: 'input_file', filename: 'a.pdf', file_data: 'data:application/pdf;base64,AAAA' },
            { type: 'input_file', file_id: 'file_1' },
          ],
        },
        { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'I look.' }] },
        { type: 'function_call', call_id: 'a', name: 'look', arguments: '{}' },
        { type: 'function_call', call_id: 'b', name: 'look', arguments: '{}' },
        { type: 'function_call_output', call_id: 'a', output: 'Jane' },
        { type: 'function_call_output', call_id: 'b', output: [{ type: 'input_text', text: 'John' }] },
        { type: 'message', role: 'assistant', content: [{ type: 'refusal', refusal: 'I may not say.' }] },
        { type: 'message', role: 'user', content: 'Go on.' },
      ],
      max_output_tokens: 50,
      temperature: 0.5,
      top_p: 0.9,
      parallel_tool_calls: false,
      reasoning: { effort: 'high' },
      tools: [
        { type: 'function', name: 'look', description: 'it looks', parameters: SCHEMA, strict: true },
        { type: 'function', name: 'bare', parameters: { type: 'object', properties: {} }, strict: false },
      ],
      tool_choice: { type: 'function', name: 'look' },
      text: { format: { type: 'json_schema', name: 'a', schema: SCHEMA, strict: true } },
      user: 'a pseudonym',
      stream: true,
      store: false,
    });
  });

  it('is read back as the same chat', () => {
    const { request } = chatOf(decodeResponsesRequest(sent()), NOTHING_RECALLED);
    const texts = (asked: ChatRequest): string[] =>
      textSlots(asked)
        .filter(({ path }) => !['prediction.content', 'verbosity', 'include[0]'].includes(path))
        .map(({ text }) => text);
    expect(texts(request)).toEqual(texts(decodeChatRequest(BODY)).filter((text) => text !== ''));
    expect(encode(request, PLAIN)).toEqual(sent());
  });

  it('leaves out what the provider does not take, and has what it lists, but never that it is kept', () => {
    const omit = ['temperature', 'max_tokens', 'reasoning_effort', 'response_format', 'user'];
    const without = sent({ stream: false }, { omit, extraFields: ['verbosity', 'store', 'model'] });
    for (const field of ['temperature', 'max_output_tokens', 'reasoning', 'text', 'user', 'stream']) {
      expect(without).not.toHaveProperty(field);
    }
    expect(without).toMatchObject({ verbosity: 'low', store: false, model: 'upstream-model' });
    expect(sent({ store: true })).toMatchObject({ store: false });
  });

  it.each([
    ['n', { n: 2 }],
    ['logprobs', { logprobs: true }],
    ['stop', { stop: 'END' }],
    [
      'messages[0].content[0].type',
      { messages: [user([{ type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } }])] },
    ],
  ])('is refused by the name of %s', (field, extra) => {
    expect(() => sent(extra)).toThrow(expect.objectContaining({ code: 'validation_error', facts: { field } }));
  });

  it('gives the older form of calls ids of their own', () => {
    const function_call = { name: 'look', arguments: '{}' };
    const messages = [1, 2].flatMap(() => [
      { role: 'assistant', content: null, function_call },
      { role: 'function', name: 'look', content: 'Jane' },
    ]);
    expect(sent({ messages }).input.map(({ type, call_id }: Record<string, string>) => [type, call_id])).toEqual([
      ['function_call', 'function_1'],
      ['function_call_output', 'function_1'],
      ['function_call', 'function_2'],
      ['function_call_output', 'function_2'],
    ]);
  });

  it('sends nothing of what was written when every slot is replaced', () => {
    const request = decodeChatRequest({
      messages: [
        user([
          { type: 'text', text: mark('content') },
          { type: 'file', file: { filename: mark('n'), file_id: mark('f') } },
        ]),
        {
          role: 'assistant',
          name: mark('participant'),
          tool_calls: [{ id: mark('id'), function: { name: mark('name'), arguments: mark('arguments') } }],
        },
        { role: 'tool', tool_call_id: mark('id'), content: mark('result') },
      ],
      tools: [
        {
          type: 'function',
          function: { name: mark('t'), description: mark('d'), parameters: schemaOfMarks(mark('p')) },
        },
      ],
      response_format: { type: 'json_schema', json_schema: { name: mark('r'), schema: schemaOfMarks(mark('s')) } },
      metadata: { a: mark('metadata') },
    });
    const blanked = withTexts(
      request,
      textSlots(request).map((_, i) => `x${i}`),
    );
    expect(JSON.stringify(encode(blanked))).not.toContain('mark_');
  });

  it('names in its grammar every field that its bytes can have, and every word', () => {
    const { keys, words } = responsesWireGrammar('upstream-model');
    const own = (value: unknown): [string, unknown][] => {
      if (Array.isArray(value)) return value.flatMap(own);
      if (typeof value !== 'object' || value === null) return [];
      return Object.entries(value).flatMap(([key, each]): [string, unknown][] =>
        ['parameters', 'schema'].includes(key) ? [[key, undefined]] : [[key, each], ...own(each)],
      );
    };
    for (const [key, value] of own(sent({ tool_choice: 'auto' }))) {
      expect(keys).toContain(key);
      const allowed = words.get(key);
      if (allowed && typeof value === 'string') expect(allowed).toContain(value);
    }
  });
});
