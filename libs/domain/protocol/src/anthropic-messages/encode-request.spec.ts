import { describe, expect, it } from '@jest/globals';
import { decodeChatRequest } from '../openai-chat/decode-request.js';
import { textSlots, withTexts } from '../text-slots.js';
import { encodeMessagesRequest } from './encode-request.js';
import { messagesWireGrammar } from './wire-grammar.js';

const MODEL = { name: 'claude-test', maxOutputTokens: 8_000, thinks: false };
const user = (content: unknown): object => ({ role: 'user', content });
const encoded = (body: object): Record<string, unknown> =>
  JSON.parse(encodeMessagesRequest(decodeChatRequest({ messages: [user('hi')], ...body }), MODEL, 'pseudonym'));
const refusal = (body: object): unknown => {
  try {
    return encoded(body);
  } catch (error) {
    return error;
  }
};
const call = (id: string, text: string, name = 'find'): object => ({
  id,
  type: 'function',
  function: { name, arguments: text },
});
const tool = { type: 'function', function: { name: 'find', description: 'finds', parameters: { properties: {} } } };

describe('a request to the Messages API', () => {
  it('has what the API asks for and nothing else', () => {
    const body = {
      messages: [
        { role: 'system', content: 'be kind' },
        user('one'),
        { role: 'developer', content: [{ type: 'text', text: 'be brief' }] },
        { role: 'assistant', content: 'two', name: 'Ann' },
        user([
          { type: 'text', text: 'three' },
          { type: 'text', text: '' },
        ]),
      ],
      max_tokens: 5,
      max_completion_tokens: 7,
      temperature: 1.7,
      top_p: 0.5,
      stop: ['END'],
      seed: 1,
      user: 'Jane Doe',
      presence_penalty: 1,
      logit_bias: { '5': 1 },
      reasoning_effort: 'low',
      prediction: { type: 'content', content: 'x' },
      stream: true,
      api_base: 'https://evil.example',
    };
    expect(encoded(body)).toEqual({
      model: 'claude-test',
      max_tokens: 7,
      system: [
        { type: 'text', text: 'be kind' },
        { type: 'text', text: 'be brief' },
      ],
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'one' }] },
        { role: 'assistant', content: [{ type: 'text', text: 'two' }] },
        { role: 'user', content: [{ type: 'text', text: 'three' }] },
      ],
      stop_sequences: ['END'],
      temperature: 1,
      top_p: 0.5,
      metadata: { user_id: 'pseudonym' },
      stream: true,
    });
    expect(encoded({})).toMatchObject({ max_tokens: 8_000 });
  });

  it('has the results of all tools of a turn in the one that follows it', () => {
    const body = {
      messages: [
        user('look'),
        { role: 'assistant', content: null, tool_calls: [call('call:1', '{"a":1}'), call('b', ' ')] },
        { role: 'tool', tool_call_id: 'call:1', content: 'r1' },
        { role: 'tool', tool_call_id: 'b', content: [{ type: 'text', text: 'r2' }] },
        user('and?'),
        { role: 'assistant', content: null, function_call: { name: 'find', arguments: '{}' } },
        { role: 'function', name: 'find', content: 'r3' },
      ],
    };
    const result = (id: string, text: string): object => ({
      type: 'tool_result',
      tool_use_id: id,
      content: [{ type: 'text', text }],
    });
    expect(encoded(body)['messages']).toEqual([
      user([{ type: 'text', text: 'look' }]),
      {
        role: 'assistant',
        content: [
          { type: 'tool_use', id: 'call_1', name: 'find', input: { a: 1 } },
          { type: 'tool_use', id: 'b', name: 'find', input: {} },
        ],
      },
      user([result('call_1', 'r1'), result('b', 'r2'), { type: 'text', text: 'and?' }]),
      { role: 'assistant', content: [{ type: 'tool_use', id: 'function_1', name: 'find', input: {} }] },
      user([result('function_1', 'r3')]),
    ]);
  });

  it.each([
    [{}, undefined],
    [{ tool_choice: 'auto' }, { type: 'auto' }],
    [{ tool_choice: 'required' }, { type: 'any' }],
    [{ tool_choice: 'none' }, { type: 'none' }],
    [{ tool_choice: { type: 'function', function: { name: 'find' } } }, { type: 'tool', name: 'find' }],
    [{ parallel_tool_calls: false }, { type: 'auto', disable_parallel_tool_use: true }],
    [
      { tool_choice: 'required', parallel_tool_calls: false },
      { type: 'any', disable_parallel_tool_use: true },
    ],
  ])('chooses tools as %j', (asked, expected) => {
    const body = encoded({ tools: [tool], ...asked });
    expect(body['tool_choice']).toEqual(expected);
    expect(body['tools']).toEqual([
      { name: 'find', description: 'finds', input_schema: { type: 'object', properties: {} } },
    ]);
  });

  it('takes images, PDFs and texts', () => {
    const content = [
      { type: 'image_url', image_url: { url: 'data:image/png;base64,aGk=' } },
      { type: 'image_url', image_url: { url: 'https://x.example/a.png' } },
      { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBERi0=' } },
      { type: 'file', file: { file_data: 'data:text/plain;base64,aGVsbG8=' } },
    ];
    expect(encoded({ messages: [user(content)] })['messages']).toEqual([
      user([
        { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'aGk=' } },
        { type: 'image', source: { type: 'url', url: 'https://x.example/a.png' } },
        {
          type: 'document',
          source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0=' },
          title: 'a.pdf',
        },
        { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'hello' } },
      ]),
    ]);
  });

  it('leaves out texts of white space alone, which the API refuses', () => {
    const messages = [
      { role: 'system', content: ' ' },
      user('Look.'),
      { role: 'assistant', content: '\n\n', tool_calls: [call('a', '{}')] },
      { role: 'tool', tool_call_id: 'a', content: '\n' },
      user([
        { type: 'text', text: ' ' },
        { type: 'text', text: ' Go on.' },
      ]),
    ];
    const body = encoded({ messages });
    expect(body['system']).toBeUndefined();
    expect(body['messages']).toEqual([
      { role: 'user', content: [{ type: 'text', text: 'Look.' }] },
      { role: 'assistant', content: [{ type: 'tool_use', id: 'a', name: 'find', input: {} }] },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'a' },
          { type: 'text', text: ' Go on.' },
        ],
      },
    ]);
  });

  it('asks for JSON by its schema', () => {
    const schema = { type: 'object', properties: { a: { type: 'string' } } };
    const format = { type: 'json_schema', json_schema: { name: 'x', schema } };
    expect(encoded({ response_format: format })['output_config']).toEqual({ format: { type: 'json_schema', schema } });
  });

  it.each<[string, object]>([
    ['n', { n: 2 }],
    ['logprobs', { logprobs: true }],
    ['stop', { stop: ['END', '\n'] }],
    ['response_format.type', { response_format: { type: 'json_object' } }],
    ['tools[0].function.name', { tools: [{ type: 'function', function: { name: 'a.b' } }] }],
    ['messages', { messages: [{ role: 'system', content: 'x' }] }],
    [
      'messages[0].tool_calls[0].function.arguments',
      { messages: [{ role: 'assistant', tool_calls: [call('a', 'Jane Doe')] }] },
    ],
    [
      'messages[0].content[0].type',
      { messages: [user([{ type: 'input_audio', input_audio: { data: 'aGk=', format: 'wav' } }])] },
    ],
    [
      'messages[0].content[0].file.file_data',
      { messages: [user([{ type: 'file', file: { file_data: 'data:application/zip;base64,aGk=' } }])] },
    ],
    ['messages[0].content[0].file.file_id', { messages: [user([{ type: 'file', file: { file_id: 'f' } }])] }],
    [
      'messages[0].content[0].image_url.url',
      { messages: [user([{ type: 'image_url', image_url: { url: 'data:image/tiff;base64,aGk=' } }])] },
    ],
  ])('is refused for %s', (field, body) => {
    expect(refusal(body)).toMatchObject({ code: 'validation_error', facts: { field } });
    expect(String(refusal(body))).not.toContain('Jane');
  });

  it('holds no text that is no slot, so that nothing passes by the search for PHI', () => {
    const secret = 'zebra';
    const request = decodeChatRequest({
      model: secret,
      messages: [
        { role: 'system', content: secret, name: secret },
        user([
          { type: 'text', text: secret },
          { type: 'file', file: { filename: secret, file_data: 'data:text/plain;base64,emVicmE=' } },
        ]),
        {
          role: 'assistant',
          content: [{ type: 'refusal', refusal: secret }],
          refusal: secret,
          name: secret,
          tool_calls: [call(secret, JSON.stringify({ [secret]: [secret] }), secret)],
          function_call: { name: secret, arguments: `{"a":"${secret}"}` },
        },
        { role: 'tool', tool_call_id: secret, content: secret },
        { role: 'function', name: secret, content: secret },
      ],
      tools: [
        {
          type: 'function',
          function: {
            name: secret,
            description: secret,
            parameters: { title: secret, properties: { [secret]: { enum: [secret], description: secret } } },
          },
        },
      ],
      tool_choice: { type: 'function', function: { name: secret } },
      response_format: {
        type: 'json_schema',
        json_schema: { name: secret, description: secret, schema: { title: secret } },
      },
      stop: [secret],
      prediction: { type: 'content', content: secret },
      user: secret,
    });
    const hidden = withTexts(
      request,
      textSlots(request).map(({ text }) => text.replaceAll(secret, 'X')),
    );
    const before = encodeMessagesRequest(request, MODEL);
    expect(before.split(secret).length).toBeGreaterThan(17);
    expect(encodeMessagesRequest(hidden, MODEL)).not.toContain(secret);
  });

  it('says nothing by itself that the grammar does not know', () => {
    const { keys, words } = messagesWireGrammar('claude-test');
    const known = (value: unknown): void => {
      if (Array.isArray(value)) return value.forEach(known);
      if (typeof value !== 'object' || value === null) return;
      for (const [key, inner] of Object.entries(value)) {
        expect(keys).toContain(key);
        if (key === 'type' || key === 'role') expect(words.get(key)).toContain(inner);
        if (key !== 'input' && key !== 'input_schema') known(inner);
      }
    };
    known(encoded({ tools: [tool], tool_choice: 'auto', stop: 'x', temperature: 1, top_p: 1, stream: true }));
    known(encoded({ messages: [user('x'), { role: 'assistant', tool_calls: [call('a', '{}')] }] }));
  });
});
