import { describe, expect, it } from '@jest/globals';
import { valueAt } from '../test/value-at.js';
import { decodeMessagesRequest } from './anthropic-messages/decode-request.js';
import type { ChatRequest } from './chat-request.js';
import { decodeTextCompletionRequest } from './completions/decode-request.js';
import { decodeResponsesRequest } from './responses/decode-request.js';
import { chatOf, NOTHING_RECALLED, spoken } from './responses/responses-request.js';
import { sourcePath, type SourcePaths } from './source-paths.js';
import { textSlots } from './text-slots.js';
import { unscannableParts } from './unscannable.js';

const SCHEMA = { type: 'object', properties: { who: { type: 'string', description: 'in the schema' } } };
const IMAGE = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } };
const PDF = { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0=' };
const SHOWN = [
  { type: 'text', text: 'a text' },
  IMAGE,
  { type: 'document', title: 'a title', context: 'a context', source: { type: 'text', data: 'a document' } },
  { type: 'document', source: PDF, title: 'a name' },
  { type: 'document', source: { type: 'content', content: 'said at once' } },
  { type: 'document', source: { type: 'content', content: [{ type: 'text', text: 'said in parts' }, IMAGE] } },
  { type: 'search_result', title: 'found', source: 'somewhere', content: [{ type: 'text', text: 'what was found' }] },
];
const MESSAGES = {
  model: 'm',
  max_tokens: 9,
  system: [
    { type: 'text', text: 'first rule' },
    { type: 'text', text: 'second rule' },
  ],
  messages: [
    { role: 'user', content: 'a string' },
    {
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'a thought', signature: 'AAAA' },
        { type: 'text', text: 'I look.' },
        { type: 'tool_use', id: 'call_1', name: 'look', input: { who: 'an argument' } },
        { type: 'tool_use', id: 'call_2', name: 'seek', input: { who: 'another' } },
      ],
    },
    {
      role: 'user',
      content: [
        { type: 'tool_result', tool_use_id: 'call_1', content: 'a result' },
        { type: 'tool_result', tool_use_id: 'call_2', content: SHOWN },
        ...SHOWN,
      ],
    },
  ],
  tools: [{ name: 'look', description: 'it looks', input_schema: SCHEMA }],
  tool_choice: { type: 'tool', name: 'look' },
  output_config: { format: { type: 'json_schema', schema: SCHEMA } },
  stop_sequences: ['STOP'],
};
const PARTS = [
  { type: 'input_text', text: 'a text' },
  { type: 'input_image', image_url: 'data:image/png;base64,AAAA' },
  { type: 'input_file', filename: 'notes.txt', file_data: 'data:text/plain;base64,YSBub3Rl' },
  { type: 'input_file', file_id: 'file_1' },
];
const RESPONSES = {
  instructions: 'Be brief.',
  input: [
    { role: 'user', content: 'a string' },
    { type: 'message', role: 'user', content: PARTS },
    { role: 'assistant', content: [{ type: 'output_text', text: 'I look.' }] },
    { type: 'reasoning', id: 'rs_1', summary: [] },
    { type: 'function_call', call_id: 'call_1', name: 'look', arguments: '{"who":"an argument"}' },
    { type: 'function_call', call_id: 'call_2', name: 'seek', arguments: '{"who":"another"}' },
    { type: 'function_call_output', call_id: 'call_1', output: 'a result' },
    { type: 'function_call_output', call_id: 'call_2', output: PARTS },
  ],
  tools: [{ type: 'function', name: 'look', description: 'it looks', parameters: SCHEMA }],
  tool_choice: { type: 'function', name: 'look' },
  text: { format: { type: 'json_schema', name: 'a_form', description: 'a form', schema: SCHEMA } },
};

interface Decoded {
  readonly request: ChatRequest;
  readonly sources: SourcePaths;
}
const chat = (body: object): Decoded => chatOf(decodeResponsesRequest(body), NOTHING_RECALLED);
const SHAPES: readonly [string, object, Decoded][] = [
  ['messages', MESSAGES, decodeMessagesRequest(MESSAGES)],
  ['messages of one text', { ...MESSAGES, system: 'a rule' }, decodeMessagesRequest({ ...MESSAGES, system: 'a rule' })],
  ['responses', RESPONSES, chat(RESPONSES)],
  ['responses of one text', { input: 'Hello' }, chat({ input: 'Hello' })],
  ['completions', { prompt: 'Say on' }, decodeTextCompletionRequest({ prompt: 'Say on' })],
  ['completions of a list', { prompt: ['Say on'] }, decodeTextCompletionRequest({ prompt: ['Say on'] })],
];
/** A key of a schema, the text of a file and what was made of an object stand where they stand in another form. */
const asText = (value: unknown, text: string): unknown =>
  typeof value === 'object' && value !== null && !text.startsWith('{')
    ? text
    : typeof value === 'object'
      ? JSON.stringify(value)
      : value;
const NO_PLACE = 'answer'; // what a form is called that its caller does not name

describe('the places of what a caller wrote', () => {
  it.each(SHAPES)('of %s: every slot is found in the body by its own name', (_, body, { request, sources }) => {
    for (const { path, text } of textSlots(request)) {
      if (text === NO_PLACE) continue;
      const own = sourcePath(sources, path);
      const value = valueAt(body, own);
      const found =
        typeof value === 'string' && value.startsWith('data:') ? atob(value.slice(value.indexOf(',') + 1)) : value;
      expect([path, own, asText(found, text)]).toEqual([path, own, text]);
    }
  });

  it.each(SHAPES)('of %s: every part that can not be searched is one of its kind there', (_, body, decoded) => {
    for (const { path, kind } of unscannableParts(decoded.request.messages)) {
      const own = sourcePath(decoded.sources, path);
      const type = String(Object(valueAt(body, own)).type)
        .replace('document', 'file')
        .replace('input_', '');
      expect([path, own, type]).toEqual([path, own, kind]);
    }
  });

  it('of what is kept is where the caller refers to it', () => {
    const request = decodeResponsesRequest({
      previous_response_id: 'resp_1',
      input: [
        { type: 'item_reference', id: 'msg_1' },
        { role: 'user', content: 'Go on.' },
      ],
    });
    const earlier = [spoken('user', [{ type: 'text', text: 'Hello' }])];
    const { sources } = chatOf(request, { earlier, items: new Map([['msg_1', spoken('assistant', 'Yes')]]) });
    expect(
      ['messages[0].content[0].text', 'messages[1].content', 'messages[2].content'].map((path) =>
        sourcePath(sources, path),
      ),
    ).toEqual(['previous_response_id', 'input[0]', 'input[1].content']);
  });

  it.each([
    [
      'responses',
      chat(RESPONSES),
      ['max_completion_tokens', 'reasoning_effort'],
      ['max_output_tokens', 'reasoning.effort'],
    ],
    ['messages', decodeMessagesRequest(MESSAGES), ['max_tokens', 'stop'], ['max_tokens', 'stop_sequences']],
  ] as const)('of the settings of %s are named as there', (_, { sources }, paths, own) => {
    expect(paths.map((path) => sourcePath(sources, path))).toEqual(own);
  });
});
