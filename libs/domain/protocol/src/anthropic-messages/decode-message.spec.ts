import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CompletionChunk } from '../completion.js';
import { decodeMessage } from './decode-message.js';
import { MessageStream } from './message-stream.js';

const USAGE = {
  input_tokens: 10,
  cache_read_input_tokens: 3,
  cache_creation_input_tokens: 2,
  output_tokens: 7,
  cache_creation: { ephemeral_5m_input_tokens: 2, ephemeral_1h_input_tokens: 0 },
};
const message = (over: object = {}): string =>
  JSON.stringify({
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude-test',
    content: [
      { type: 'thinking', thinking: 'hm', signature: 'c2ln' },
      { type: 'text', text: 'one ' },
      { type: 'text', text: 'two' },
      { type: 'tool_use', id: 'toolu_1', name: 'find', input: { q: 'x' } },
      { type: 'tool_use', id: 'toolu_2', name: 'now', input: {} },
    ],
    stop_reason: 'tool_use',
    stop_sequence: null,
    usage: USAGE,
    ...over,
  });

const event = (type: string, fields: object = {}): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
const delta = (index: number, fields: object): string => event('content_block_delta', { index, delta: fields });
/** After the example of Anthropic's reference. */
const STREAM = [
  event('message_start', {
    message: { id: 'msg_1', role: 'assistant', content: [], usage: { ...USAGE, output_tokens: 1 } },
  }),
  event('ping'),
  event('content_block_start', { index: 0, content_block: { type: 'thinking', thinking: '', signature: '' } }),
  delta(0, { type: 'thinking_delta', thinking: 'hm' }),
  delta(0, { type: 'signature_delta', signature: 'c2ln' }),
  event('content_block_stop', { index: 0 }),
  event('content_block_start', { index: 1, content_block: { type: 'text', text: '' } }),
  delta(1, { type: 'text_delta', text: 'one ' }),
  delta(1, { type: 'text_delta', text: 'two' }),
  event('content_block_stop', { index: 1 }),
  event('content_block_start', {
    index: 2,
    content_block: { type: 'tool_use', id: 'toolu_1', name: 'find', input: {} },
  }),
  delta(2, { type: 'input_json_delta', partial_json: '' }),
  delta(2, { type: 'input_json_delta', partial_json: '{"q":' }),
  delta(2, { type: 'input_json_delta', partial_json: '"x"}' }),
  event('content_block_stop', { index: 2 }),
  event('content_block_start', {
    index: 3,
    content_block: { type: 'tool_use', id: 'toolu_2', name: 'now', input: {} },
  }),
  event('content_block_stop', { index: 3 }),
  event('message_delta', { delta: { stop_reason: 'tool_use', stop_sequence: null }, usage: { output_tokens: 7 } }),
  event('message_stop'),
].join('');

const EXPECTED = {
  id: 'msg_1',
  content: 'one two',
  reasoning: 'hm',
  toolCalls: [
    { id: 'toolu_1', name: 'find', arguments: '{"q":"x"}' },
    { id: 'toolu_2', name: 'now', arguments: '{}' },
  ],
  finishReason: 'tool_calls',
  usage: {
    promptTokens: 15,
    completionTokens: 7,
    cachedTokens: 3,
    reasoningTokens: 0,
    asSent: { form: 'anthropic', fields: USAGE },
  },
};

function together(chunks: readonly CompletionChunk[]): object {
  const toolCalls: { id: string; name: string; arguments: string }[] = [];
  let [content, reasoning, finishReason] = ['', '', ''];
  for (const choice of chunks.flatMap(({ choices }) => choices)) {
    content += choice.content ?? '';
    reasoning += choice.reasoning ?? '';
    finishReason = choice.finishReason ?? finishReason;
    for (const piece of choice.toolCalls) {
      const call = (toolCalls[piece.index] ??= { id: '', name: '', arguments: '' });
      call.id += piece.id ?? '';
      call.name += piece.name ?? '';
      call.arguments += piece.arguments ?? '';
    }
  }
  const usage = chunks.findLast((chunk) => chunk.usage)?.usage;
  return { id: chunks[0]?.id, content, reasoning, toolCalls, finishReason, usage };
}

describe('a whole answer of the Messages API', () => {
  it('is what OpenAI would have said', () => {
    const { id, usage, choices } = decodeMessage(message());
    const [choice] = choices;
    expect({
      id,
      content: choice?.content,
      reasoning: choice?.reasoning,
      toolCalls: choice?.toolCalls,
      finishReason: choice?.finishReason,
      usage,
    }).toMatchObject(EXPECTED);
  });

  it.each([
    ['end_turn', 'stop'],
    ['stop_sequence', 'stop'],
    ['pause_turn', 'stop'],
    ['max_tokens', 'length'],
    ['model_context_window_exceeded', 'length'],
    ['refusal', 'content_filter'],
  ])('that ended by %s ended by %s', (stop_reason, expected) => {
    expect(decodeMessage(message({ stop_reason })).choices[0]?.finishReason).toBe(expected);
  });

  it('without usage, or with half of it, says none', () => {
    for (const usage of [undefined, { input_tokens: 5 }, { input_tokens: -1, output_tokens: 2 }]) {
      expect(decodeMessage(message({ usage })).usage).toBeUndefined();
    }
  });

  it.each([
    '',
    'Jane Doe',
    '[]',
    '{}',
    '{"type":"error","error":{"message":"Jane Doe"}}',
    message({ content: ['Jane'] }),
  ])('is none when it is %j, and its text is not told', (text) => {
    const failure = (): unknown => decodeMessage(text);
    expect(failure).toThrow(expect.objectContaining({ code: 'provider_error' }));
    expect(failure).not.toThrow('Jane');
  });
});

describe('a streamed answer of the Messages API', () => {
  it('is the same wherever it is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(STREAM.length), { maxLength: 12 }), (cuts) => {
        const stream = new MessageStream();
        const places = [0, ...cuts.sort((a, b) => a - b), STREAM.length];
        const chunks = places.slice(1).flatMap((to, i) => [...stream.push(STREAM.slice(places[i], to))]);
        expect(together([...chunks, ...stream.end()])).toMatchObject(EXPECTED);
        expect(stream.finished).toBe(true);
      }),
    );
  });

  it('may give the arguments of a call where it begins', () => {
    const input = { q: 'x' };
    const block = { type: 'tool_use', id: 'toolu_1', name: 'find', input };
    const stream = new MessageStream();
    const begun =
      event('message_start', { message: { id: 'm', role: 'assistant' } }) +
      event('content_block_start', { index: 0, content_block: block });
    expect(together(stream.push(begun + event('content_block_stop', { index: 0 })))).toMatchObject({
      toolCalls: [{ id: 'toolu_1', name: 'find', arguments: '{"q":"x"}' }],
    });
  });

  it('that broke off is not whole, and tells no half of its usage', () => {
    const stream = new MessageStream();
    const chunks = stream.push(STREAM.slice(0, STREAM.indexOf('event: message_delta')));
    expect([stream.finished, chunks.some(({ usage }) => usage)]).toEqual([false, false]);
  });

  it.each([
    ['overloaded_error', 'service_unavailable'],
    ['api_error', 'provider_error'],
  ])('that ends by %s fails as %s, in our words', (type, code) => {
    const failing = (): unknown => new MessageStream().push(event('error', { error: { type, message: 'Jane Doe' } }));
    expect(failing).toThrow(expect.objectContaining({ code }));
    expect(failing).not.toThrow('Jane');
  });

  it.each(['data: Jane Doe\n\n', 'data: {"type":"content_block_delta"}\n\n', 'data: {"type":"message_start"}\n\n'])(
    'is refused when it holds %j',
    (text) => {
      expect(() => new MessageStream().push(text)).toThrow('the provider sent an answer that is not valid');
    },
  );
});
