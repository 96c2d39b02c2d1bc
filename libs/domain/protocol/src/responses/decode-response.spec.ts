import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CompletionChunk } from '../completion.js';
import { decodeResponse } from './decode-response.js';
import { StreamedResponse } from './streamed-response.js';

const USAGE = {
  input_tokens: 40,
  input_tokens_details: { cached_tokens: 30 },
  output_tokens: 20,
  output_tokens_details: { reasoning_tokens: 12 },
  total_tokens: 60,
};
const call = (n: number, name: string, given: string): object => ({
  ...{ id: `fc_${n}`, type: 'function_call', status: 'completed', call_id: `call_${n}`, name, arguments: given },
});
const OUTPUT = [
  {
    id: 'rs_1',
    type: 'reasoning',
    summary: ['first', 'then'].map((text) => ({ type: 'summary_text', text })),
  },
  {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    content: [
      { type: 'output_text', text: 'one ', annotations: [] },
      { type: 'output_text', text: 'two', annotations: [] },
    ],
  },
  { id: 'ws_1', type: 'web_search_call', status: 'completed' },
  call(1, 'find', '{"q":"x"}'),
  call(2, 'now', '{}'),
];
const HEAD = { id: 'resp_1', object: 'response', created_at: 1_770_000_000 };
const response = (over: object = {}): object => ({
  ...HEAD,
  ...{ status: 'completed', error: null, incomplete_details: null, output: OUTPUT, usage: USAGE },
  ...over,
});
const whole = (over: object = {}): string => JSON.stringify(response(over));
const incomplete = (reason: string): object => ({ status: 'incomplete', incomplete_details: { reason } });

const event = (type: string, fields: object = {}): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: 0, ...fields })}\n\n`;
const thought = (summary_index: number, delta: string): string =>
  event('response.reasoning_summary_text.delta', { item_id: 'rs_1', output_index: 0, summary_index, delta });
const said = (content_index: number, delta: string): string =>
  event('response.output_text.delta', { item_id: 'msg_1', output_index: 1, content_index, delta, logprobs: [] });
const given = (delta: string): string =>
  event('response.function_call_arguments.delta', { item_id: 'fc_1', output_index: 3, delta });
const item = (kind: 'added' | 'done', output_index: number, over: object = {}): string =>
  event(`response.output_item.${kind}`, { output_index, item: { ...OUTPUT[output_index], ...over } });
/** After the example of OpenAI's reference. */
const BEGUN = [
  event('response.created', { response: response({ status: 'in_progress', output: [], usage: null }) }),
  event('response.in_progress', { response: response({ status: 'in_progress', output: [], usage: null }) }),
  item('added', 0, { summary: [] }),
  ...[thought(0, 'fir'), thought(0, 'st'), thought(1, 'then'), item('done', 0)],
  item('added', 1, { content: [] }),
  ...[said(0, 'one '), said(1, 'two'), event('response.output_text.done', { text: 'two' }), item('done', 1)],
  ...[item('added', 2), item('done', 2)],
  ...[item('added', 3, { arguments: '' }), given('{"q":'), given('"x"}')],
  event('response.function_call_arguments.done', { output_index: 3, arguments: '{"q":"x"}' }),
  item('done', 3),
  ...[item('added', 4, { arguments: '' }), item('done', 4)], // arguments that came in no pieces
].join('');
const STREAM = BEGUN + event('response.completed', { response: response() });

const EXPECTED = {
  id: 'resp_1',
  created: 1_770_000_000,
  content: 'one two',
  refusal: '',
  reasoning: 'first\n\nthen',
  toolCalls: [
    { id: 'call_1', name: 'find', arguments: '{"q":"x"}' },
    { id: 'call_2', name: 'now', arguments: '{}' },
  ],
  finishReason: 'tool_calls',
  usage: {
    ...{ promptTokens: 40, completionTokens: 20, cachedTokens: 30, reasoningTokens: 12 },
    asSent: { form: 'openai_responses', fields: USAGE },
  },
};

function together(chunks: readonly CompletionChunk[]): object {
  const toolCalls: { id: string; name: string; arguments: string }[] = [];
  const texts = { content: '', refusal: '', reasoning: '' };
  let finishReason: string | null = null;
  for (const choice of chunks.flatMap(({ choices }) => choices)) {
    for (const field of ['content', 'refusal', 'reasoning'] as const) texts[field] += choice[field] ?? '';
    finishReason = choice.finishReason ?? finishReason;
    for (const piece of choice.toolCalls) {
      const made = (toolCalls[piece.index] ??= { id: '', name: '', arguments: '' });
      made.id += piece.id ?? '';
      made.name += piece.name ?? '';
      made.arguments += piece.arguments ?? '';
    }
  }
  const { id, created } = chunks[0] ?? {};
  return { id, created, ...texts, toolCalls, finishReason, usage: chunks.findLast((chunk) => chunk.usage)?.usage };
}

function streamed(...pieces: string[]): { chunks: CompletionChunk[]; finished: boolean } {
  const stream = new StreamedResponse();
  const chunks = [...pieces.flatMap((piece) => stream.push(piece)), ...stream.end()];
  return { chunks, finished: stream.finished };
}

describe('a whole answer of the responses of OpenAI', () => {
  it('is what a chat would have said', () => {
    const { id, created, usage, choices } = decodeResponse(whole());
    const { content, refusal, reasoning, toolCalls, finishReason } = choices[0]!;
    expect({ id, created, content, refusal: refusal ?? '', reasoning, toolCalls, finishReason, usage }).toEqual(
      EXPECTED,
    );
  });

  it.each([
    [{ output: [OUTPUT[1]] }, 'stop'],
    [incomplete('max_output_tokens'), 'length'],
    [incomplete('content_filter'), 'content_filter'],
  ])('that ended so %j ended by %s', (over, expected) => {
    expect(decodeResponse(whole(over)).choices[0]?.finishReason).toBe(expected);
  });

  it('that refuses says so, and one that says nothing says nothing', () => {
    const refusal = [{ type: 'message', content: [{ type: 'refusal', refusal: 'No.' }] }];
    expect(decodeResponse(whole({ output: refusal })).choices).toMatchObject([{ content: null, refusal: 'No.' }]);
    expect(decodeResponse(whole({ output: [] })).choices).toMatchObject([{ content: '', refusal: null }]);
  });

  it('may show all that it thought', () => {
    const output = [{ type: 'reasoning', summary: [], content: [{ type: 'reasoning_text', text: 'hm' }] }];
    expect(decodeResponse(whole({ output })).choices[0]?.reasoning).toBe('hm');
  });

  it('without usage, or with half of it, says none', () => {
    for (const usage of [undefined, null, { input_tokens: 5 }, { input_tokens: -1, output_tokens: 2 }]) {
      expect(decodeResponse(whole({ usage })).usage).toBeUndefined();
    }
  });

  it.each([
    ...['', 'Jane Doe', '[]', '{}', whole({ status: 'queued' }), whole({ output: ['Jane'] })],
    whole({ output: [{ type: 'message', content: [{ type: 'output_text', text: 7 }] }] }),
    whole({ output: [{ type: 'function_call', name: 'Jane' }] }),
    whole({ status: 'failed', error: { code: 'server_error', message: 'Jane Doe' } }),
  ])('is a failure of the provider when it is %j, in our words', (text) => {
    expect(() => decodeResponse(text)).toThrow(expect.objectContaining({ code: 'provider_error' }));
    expect(() => decodeResponse(text)).not.toThrow(/Jane/);
  });
});

describe('a streamed answer of the responses of OpenAI', () => {
  it('is the same as the whole one, cut anywhere', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(STREAM.length), { maxLength: 30 }), (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), STREAM.length];
        const pieces = places.slice(1).map((end, i) => STREAM.slice(places[i], end));
        const { chunks, finished } = streamed(...pieces);
        expect([together(chunks), finished]).toEqual([EXPECTED, true]);
      }),
      { numRuns: 50 },
    );
  });

  it('is not whole before it says so', () => {
    expect(streamed(BEGUN).finished).toBe(false);
    expect(streamed(BEGUN, 'data: [DONE]\n\n').finished).toBe(false);
  });

  it.each([
    ['max_output_tokens', 'length'],
    ['content_filter', 'content_filter'],
  ])('that is incomplete by %s ended by %s', (reason, expected) => {
    const { chunks, finished } = streamed(
      BEGUN,
      event('response.incomplete', { response: response(incomplete(reason)) }),
    );
    expect([together(chunks), finished]).toEqual([{ ...EXPECTED, finishReason: expected }, true]);
  });

  it('may refuse', () => {
    const { chunks } = streamed(
      event('response.refusal.delta', { delta: 'No' }),
      event('response.refusal.delta', { delta: '.' }),
    );
    expect(together(chunks)).toMatchObject({ refusal: 'No.' });
  });

  it.each([
    [
      'provider_error',
      event('response.failed', { response: { error: { code: 'server_error', message: 'Jane Doe' } } }),
    ],
    ['service_unavailable', event('response.failed', { response: { error: { code: 'rate_limit_exceeded' } } })],
    ['provider_error', event('error', { code: 'server_error', message: 'Jane Doe' })],
    ['service_unavailable', event('error', { error: { code: 'rate_limit_exceeded', message: 'Jane Doe' } })],
    ['provider_error', 'data: Jane Doe\n\n'],
    ['provider_error', event('response.function_call_arguments.delta', { output_index: 9, delta: 'Jane' })],
  ])('that breaks off is %s, in our words', (code, text) => {
    expect(() => streamed(BEGUN, text)).toThrow(expect.objectContaining({ code }));
    expect(() => streamed(BEGUN, text)).not.toThrow(/Jane/);
  });
});
