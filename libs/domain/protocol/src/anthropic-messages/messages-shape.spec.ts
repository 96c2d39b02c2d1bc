import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodeChatRequest } from '../openai-chat/encode-request.js';
import type { Choice, ChoiceDelta, Completion, CompletionChunk, ReportedUsage, ToolCallDelta } from '../completion.js';
import { MessageEvents, type MessageEvent } from './answer-events.js';
import { decodeMessage } from './decode-message.js';
import { decodeCountTokensRequest, decodeMessagesRequest } from './decode-request.js';
import { encodeMessageAnswer } from './encode-answer.js';
import { encodeMessagesRequest } from './encode-request.js';
import { MessageStream } from './message-stream.js';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 100);
const MODEL = { name: 'm', maxOutputTokens: undefined, thinks: false };

const user = (content: unknown): object => ({ role: 'user', content });
const ask = (extra: object): object => ({ model: 'm', max_tokens: 10, messages: [user('hi')], ...extra });

describe('a request in the shape of Anthropic', () => {
  it('comes out as it went in when its provider speaks the same shape', () => {
    const call = { type: 'tool_use', id: 'toolu_1', name: 'look', input: { who: 'Jane' } };
    const body = ask({
      system: [{ type: 'text', text: 'Be brief.' }],
      messages: [
        user([{ type: 'text', text: 'Who?' }]),
        { role: 'assistant', content: [{ type: 'text', text: 'I look.' }, call, { ...call, id: 'toolu_2' }] },
        user([
          { type: 'tool_result', tool_use_id: 'toolu_1', content: [{ type: 'text', text: 'gone' }], is_error: true },
          { type: 'tool_result', tool_use_id: 'toolu_2' },
          { type: 'text', text: 'And?' },
        ]),
      ],
      tools: [{ name: 'look', description: 'Looks.', input_schema: { type: 'object', properties: {} } }],
      tool_choice: { type: 'any', disable_parallel_tool_use: true },
      output_config: { format: { type: 'json_schema', schema: { type: 'object' } } },
      stop_sequences: ['END'],
      temperature: 0.5,
      top_p: 0.9,
      top_k: 40,
      stream: true,
    });
    const { request, showsThinking } = decodeMessagesRequest(body);
    expect(JSON.parse(encodeMessagesRequest(request, MODEL))).toEqual(body);
    expect(showsThinking).toBe(false);
  });

  it.each([
    [{ thinking: { type: 'enabled', budget_tokens: 2_000 } }, 'low', true],
    [{ thinking: { type: 'enabled', budget_tokens: 10_000 } }, 'medium', true],
    [{ thinking: { type: 'enabled', budget_tokens: 30_000 } }, 'high', true],
    [{ thinking: { type: 'adaptive' }, output_config: { effort: 'max' } }, 'xhigh', true],
    [{ thinking: { type: 'disabled' } }, undefined, false],
  ])('that thinks (%j) asks for the effort %s', (extra, effort, shows) => {
    const { request, showsThinking } = decodeMessagesRequest(ask(extra));
    expect([request.sampling.reasoningEffort, showsThinking]).toEqual([effort, shows]);
  });

  it.each([
    ['max_tokens', { max_tokens: undefined }],
    ['messages', { messages: [] }],
    ['messages', { messages: [user([])] }],
    ['messages[0].role', { messages: [{ role: 'tool', content: 'x' }] }],
    ['messages[0].content[0].type', { messages: [user([{ type: 'server_tool_use', id: 'x' }])] }],
    ['messages[0].content[0].source.media_type', imageOf({ type: 'base64', media_type: 'image/x', data: 'AAAA' })],
    ['messages[0].content[0].source.url', imageOf({ type: 'url', url: 'file:///etc/passwd' })],
    ['tools[0].type', { tools: [{ type: 'web_search_20250305', name: 'web_search' }] }],
    ['messages[0].content[0].type', { messages: [user([{ text: 'x' }])] }],
    ['tool_choice.name', { tool_choice: { type: 'tool' } }],
    ['temperature', { temperature: 1.5 }],
  ])('is refused by the name of what is wrong: %s', (field, extra) => {
    const body = JSON.parse(JSON.stringify(ask(extra))) as unknown;
    expect(() => decodeMessagesRequest(body)).toThrow(
      expect.objectContaining({ code: 'validation_error', facts: { field } }),
    );
  });

  it('shows what a tool showed behind the results of its turn when the provider takes texts of tools alone', () => {
    const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } };
    const result = (id: string, ...content: object[]): object => ({ type: 'tool_result', tool_use_id: id, content });
    const turn = user([
      result('a', image),
      result('b', { type: 'text', text: 'two' }, image),
      { type: 'text', text: 'x' },
    ]);
    const { request } = decodeMessagesRequest(ask({ messages: [turn] }));
    const url = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };
    const text = (value: string): object => ({ type: 'text', text: value });
    expect(JSON.parse(encodeChatRequest(request, 'm')).messages).toEqual([
      { role: 'tool', tool_call_id: 'a', content: '' },
      { role: 'tool', tool_call_id: 'b', content: [text('two')] },
      { role: 'user', content: [url, url] },
      { role: 'user', content: [text('x')] },
    ]);
    expect(JSON.parse(encodeMessagesRequest(request, MODEL)).messages).toEqual([turn]);
  });

  it('is counted without saying how long the answer may be', () => {
    expect(decodeCountTokensRequest({ messages: [user('hi')] }).messages).toHaveLength(1);
    expect(decodeCountTokensRequest({ messages: [user('hi')], stop_sequences: [null], stream: 1 }).stop).toEqual([]);
  });
});

function imageOf(source: object): object {
  return { messages: [user([{ type: 'image', source }])] };
}

const json = fc
  .dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean()))
  .map((o) => JSON.stringify(o));
const words = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 });
const usage: fc.Arbitrary<ReportedUsage> = fc
  .record({ input: fc.nat(1e6), read: fc.nat(1e6), written: fc.nat(1e6), output: fc.nat(1e6) })
  .map(({ input, read, written, output }) => ({
    promptTokens: input + read + written,
    completionTokens: output,
    cachedTokens: read,
    reasoningTokens: 0,
    asSent: { form: 'anthropic', fields: { cache_creation_input_tokens: written } },
  }));
const completions: fc.Arbitrary<Completion> = fc
  .record({
    reasoning: fc.option(words, { nil: undefined }),
    content: words,
    calls: fc.array(fc.record({ name: fc.constantFrom('look', 'note'), arguments: json }), { maxLength: 3 }),
    finishReason: fc.constantFrom('stop', 'length', 'content_filter', 'tool_calls'),
    stopSequence: fc.option(words, { nil: undefined }),
    usage,
  })
  .map(({ calls, finishReason, stopSequence, usage: reported, ...said }) => ({
    id: 'msg_1',
    created: 0,
    systemFingerprint: undefined,
    choices: [
      {
        ...said,
        index: 0,
        finishReason: stopSequence === undefined ? finishReason : 'stop',
        stopSequence,
        refusal: null,
        toolCalls: calls.map((call, i) => ({ id: `toolu_${i}`, ...call })),
        logprobs: undefined,
      },
    ],
    usage: reported,
  }));

/** What a reader of either form is told. */
const told = ({ id, choices, usage: reported }: Completion): object => ({
  id,
  choices: choices.map(({ content, reasoning, toolCalls, finishReason, stopSequence }) => ({
    ...{ content, reasoning, stopSequence },
    finishReason: finishReason === 'stop' && !stopSequence && toolCalls.length > 0 ? 'tool_calls' : finishReason,
    toolCalls: toolCalls.map(({ id: call, name, arguments: text }) => [call, name, JSON.parse(text)]),
  })),
  usage: reported && [reported.promptTokens, reported.completionTokens, reported.cachedTokens],
});

const delta = (said: Partial<ChoiceDelta>): CompletionChunk => ({
  id: 'msg_1',
  created: 0,
  systemFingerprint: undefined,
  choices: [
    {
      ...{ index: 0, role: undefined, content: undefined, refusal: undefined, reasoning: undefined },
      ...{ toolCalls: [], finishReason: null, logprobs: undefined },
      ...said,
    },
  ],
  usage: undefined,
});

/** Cuts a text at the given places; both halves of a pair of surrogates may be apart. */
const pieces = (text: string, size: number): string[] =>
  Array.from({ length: Math.ceil(text.length / size) }, (_, i) => text.slice(i * size, (i + 1) * size));

/** The answer as an upstream streams it; with `turns` the calls are written by turns. */
function chunksOf({ choices: [choice], usage: reported }: Completion, size: number, turns: boolean): CompletionChunk[] {
  const { reasoning, content, toolCalls, finishReason, stopSequence } = choice as Choice;
  const calls = toolCalls.map((call, index): ToolCallDelta[] => [
    { index, id: call.id, name: call.name, arguments: '' },
    ...pieces(call.arguments, size).map((text) => ({ index, id: undefined, name: undefined, arguments: text })),
  ]);
  const longest = Math.max(0, ...calls.map((each) => each.length));
  const ordered = turns
    ? Array.from({ length: longest }, (_, i) => calls.flatMap((each) => each.slice(i, i + 1))).flat()
    : calls.flat();
  return [
    delta({ role: 'assistant', content: '' }),
    ...pieces(reasoning ?? '', size).map((text) => delta({ reasoning: text })),
    ...pieces(content ?? '', size).map((text) => delta({ content: text })),
    ...ordered.map((call) => delta({ toolCalls: [call] })),
    delta({ finishReason, stopSequence }),
    { ...delta({}), choices: [], usage: reported },
  ];
}

const eventsOf = (chunks: readonly CompletionChunk[], showsThinking = true): MessageEvent[] => {
  const events = new MessageEvents(showsThinking);
  return [...chunks.flatMap((chunk) => events.chunk(chunk, 'm')), ...events.end()];
};

/** Whether each block begins when the one before has ended, in order, and ends. */
function inOrder(events: readonly MessageEvent[]): boolean {
  const said = events.filter(({ type }) => type.startsWith('content_block'));
  const expected = said.reduce(
    ({ at, right }, { type, index }) => ({
      at: type === 'content_block_stop' ? at + 1 : at,
      right: right && index === at,
    }),
    { at: 0, right: true },
  );
  const starts = said.filter(({ type }) => type === 'content_block_start');
  return expected.right && starts.length === expected.at;
}

/** Reads events as a provider's stream is read, and puts the answer together. */
function read(events: readonly MessageEvent[]): Completion {
  const stream = new MessageStream();
  const chunks = events.flatMap((event) => stream.push(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`));
  expect(stream.finished).toBe(true);
  const choices = chunks.flatMap((chunk) => chunk.choices);
  const all = (field: 'content' | 'reasoning'): string => choices.map((choice) => choice[field] ?? '').join('');
  const calls = choices.flatMap(({ toolCalls }) => toolCalls);
  const starts = calls.filter(({ id }) => id !== undefined);
  return {
    id: chunks[0]?.id ?? '',
    created: 0,
    systemFingerprint: undefined,
    choices: [
      {
        index: 0,
        content: all('content'),
        reasoning: all('reasoning') || undefined,
        refusal: null,
        finishReason: choices.map(({ finishReason }) => finishReason).find((reason) => reason !== null) ?? null,
        stopSequence: choices.findLast((choice) => choice.finishReason !== null)?.stopSequence,
        toolCalls: starts.map(({ index, id = '', name = '' }) => ({
          ...{ id, name },
          arguments: calls.map((call) => (call.index === index ? (call.arguments ?? '') : '')).join(''),
        })),
        logprobs: undefined,
      },
    ],
    usage: chunks.findLast((chunk) => chunk.usage)?.usage,
  };
}

describe('an answer in the shape of Anthropic', () => {
  it('says in one piece what its provider said', () => {
    fc.assert(
      fc.property(completions, (completion) => {
        const body = JSON.stringify(encodeMessageAnswer(completion, 'm', true));
        expect(told(decodeMessage(body))).toEqual(told(completion));
      }),
      { numRuns: RUNS },
    );
  });

  it('says so in a stream, in whatever pieces and order of calls it comes, one block after the other', () => {
    fc.assert(
      fc.property(completions, fc.integer({ min: 1, max: 9 }), fc.boolean(), (completion, size, turns) => {
        const events = eventsOf(chunksOf(completion, size, turns));
        expect(told(read(events))).toEqual(told(completion));
        expect(inOrder(events)).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  it('sends a call as it comes when the one before is whole, and what was held of a text behind it', () => {
    const call = (index: number, text: string, id?: string): CompletionChunk =>
      delta({ toolCalls: [{ index, id, name: id && 'look', arguments: text }] });
    const events = new MessageEvents(false);
    const types = (chunk: CompletionChunk): string[] => events.chunk(chunk, 'm').map(({ type }) => type);
    const [start, more, stop] = ['content_block_start', 'content_block_delta', 'content_block_stop'];
    expect(types(delta({ content: 'see', reasoning: 'hm' }))).toEqual(['message_start', start, more]);
    expect(types(call(0, '', 'a'))).toEqual([stop, start]);
    expect(types(call(0, '{}'))).toEqual([more]);
    expect(types(call(1, '', 'b'))).toEqual([stop, start]);
    expect(types(delta({ content: ' [', finishReason: 'tool_calls' }))).toEqual([stop, start, more, stop]);
    expect(events.end().map(({ type }) => type)).toEqual(['message_delta', 'message_stop']);
  });

  it('shows what the model thought only to who asked', () => {
    const thought = {
      ...chunksOf(fc.sample(completions, 1)[0]!, 5, false)[0]!,
      choices: delta({ reasoning: 'hm' }).choices,
    };
    expect(JSON.stringify(eventsOf([thought], false))).not.toContain('hm');
    expect(JSON.stringify(eventsOf([thought], true))).toContain('"thinking_delta","thinking":"hm"');
  });

  it('hands on what a model wrote for arguments that is no JSON', () => {
    const call = { id: 'a', name: 'look', arguments: '{"who": ' };
    const [broken] = fc.sample(completions, 1);
    const answer = { ...broken!, choices: broken!.choices.map((choice) => ({ ...choice, toolCalls: [call] })) };
    expect(encodeMessageAnswer(answer, 'm', false)).toMatchObject({
      content: expect.arrayContaining([expect.objectContaining({ type: 'tool_use', input: '{"who": ' })]),
    });
  });
});
