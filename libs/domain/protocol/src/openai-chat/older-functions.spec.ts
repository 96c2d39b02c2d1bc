import { describe, expect, it } from '@jest/globals';
import type { CompletionChunk, ToolCallDelta } from '../completion.js';
import { sourcePath } from '../source-paths.js';
import { decodeCompletion } from './decode-completion.js';
import { decodeChatRequest } from './decode-request.js';
import { encodeChunk, encodeCompletion } from './encode-completion.js';
import { encodeChatRequest } from './encode-request.js';
import { chatSources } from './older-functions.js';

const LOOK = { name: 'look', description: 'it looks', parameters: { type: 'object', properties: {} } };
const user = { role: 'user', content: 'Look.' };
const called = (n: number) => [
  { role: 'assistant', content: null, function_call: { name: 'look', arguments: `{"n":${n}}` } },
  { role: 'function', name: 'look', content: 'Nothing.' },
];
const decode = (over: object) => decodeChatRequest({ messages: [user], functions: [LOOK], ...over });
const sent = (over: object) => JSON.parse(encodeChatRequest(decode(over), 'm'));

describe('a chat in the older form, by functions', () => {
  it('asks for tools, one call at a time', () => {
    expect(sent({ function_call: 'auto' })).toEqual({
      model: 'm',
      messages: [user],
      tools: [{ type: 'function', function: LOOK }],
      tool_choice: 'auto',
      parallel_tool_calls: false,
    });
    expect(sent({ function_call: { name: 'look' } }).tool_choice).toEqual({
      type: 'function',
      function: { name: 'look' },
    });
    expect(sent({})).not.toHaveProperty('tool_choice');
  });

  it('sends its calls and their results as those of tools', () => {
    const call = (n: number) => ({
      id: `function_${n}`,
      type: 'function',
      function: { name: 'look', arguments: `{"n":${n}}` },
    });
    expect(sent({ messages: [user, ...called(1), ...called(2)] }).messages).toEqual([
      user,
      { role: 'assistant', content: null, tool_calls: [call(1)] },
      { role: 'tool', tool_call_id: 'function_1', content: 'Nothing.' },
      { role: 'assistant', content: null, tool_calls: [call(2)] },
      { role: 'tool', tool_call_id: 'function_2', content: 'Nothing.' },
    ]);
  });

  it.each([
    ['functions', { tools: [{ type: 'function', function: LOOK }] }],
    ['function_call', { functions: [], function_call: { name: 'look' } }],
    ['functions[0].name', { functions: [{ name: 'no name' }] }],
    ['function_call', { function_call: 'required' }],
  ])('is refused by the name of %s', (field, over) => {
    expect(() => decode(over)).toThrow(expect.objectContaining({ code: 'validation_error', facts: { field } }));
  });

  it('is named as it was written', () => {
    const sources = chatSources(decode({}));
    const paths = ['tools[0].function.name', 'tools', 'tool_choice.function.name', 'messages[0].content'];
    expect(paths.map((path) => sources && sourcePath(sources, path))).toEqual([
      'functions[0].name',
      'functions',
      'function_call.name',
      'messages[0].content',
    ]);
    expect(chatSources(decode({ functions: null }))).toBeUndefined();
  });
});

describe('an answer in the older form', () => {
  const tool_calls = [{ id: 'c1', type: 'function', function: { name: 'look', arguments: '{"n":1}' } }];
  const answer = decodeCompletion(
    JSON.stringify({
      id: 'a',
      choices: [{ index: 0, message: { content: null, tool_calls }, finish_reason: 'tool_calls' }],
    }),
  );
  const choicesOf = (body: object) => JSON.parse(JSON.stringify(body)).choices;

  it('calls a function', () => {
    const [choice] = choicesOf(encodeCompletion(answer, 'm', true));
    expect(choice).toMatchObject({
      message: { content: null, function_call: { name: 'look', arguments: '{"n":1}' } },
      finish_reason: 'function_call',
    });
    expect(choice.message).not.toHaveProperty('tool_calls');
    expect(choicesOf(encodeCompletion(answer, 'm'))[0]).toMatchObject({
      message: { tool_calls },
      finish_reason: 'tool_calls',
    });
  });

  it('does so in a stream', () => {
    const chunk = (call: Partial<ToolCallDelta> | undefined, finishReason: string | null = null): CompletionChunk => ({
      ...{ id: 'a', created: 0, systemFingerprint: undefined, usage: undefined },
      choices: [
        {
          ...{ index: 0, role: undefined, content: undefined, refusal: undefined, reasoning: undefined, finishReason },
          toolCalls: call ? [{ index: 0, id: undefined, name: undefined, arguments: undefined, ...call }] : [],
          logprobs: undefined,
        },
      ],
    });
    const chunks = [
      chunk({ id: 'c1', name: 'look', arguments: '' }),
      chunk({ arguments: '{"n":' }),
      chunk({ arguments: '1}' }),
      chunk({ index: 1, id: 'c2', name: 'seek', arguments: '{}' }),
      chunk(undefined, 'tool_calls'),
    ];
    const told = chunks.flatMap((each) => choicesOf(encodeChunk(each, 'm', true)));
    expect(
      told.map(({ delta, finish_reason }: { delta: object; finish_reason: string }) => [delta, finish_reason]),
    ).toEqual([
      [{ function_call: { name: 'look', arguments: '' } }, null],
      [{ function_call: { arguments: '{"n":' } }, null],
      [{ function_call: { arguments: '1}' } }, null],
      [{}, null],
      [{}, 'function_call'],
    ]);
  });
});
