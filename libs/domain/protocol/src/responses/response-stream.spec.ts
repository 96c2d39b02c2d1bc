import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ChoiceDelta, Completion } from '../completion.js';
import { decodeResponsesRequest } from './decode-request.js';
import { encodeResponse, wholeResponse } from './encode-response.js';
import { responseId } from './response-ids.js';
import { ResponseStream, type ResponseEvent } from './response-stream.js';

const head = {
  id: responseId('22222222-2222-4222-8222-222222222222', undefined),
  createdAt: 1_768_478_400,
  asked: decodeResponsesRequest({ input: 'Hello' }).asked,
  instructions: undefined,
  previous: undefined,
  store: false,
  truncates: false,
  metadata: {},
};
const NOTHING: ChoiceDelta = {
  index: 0,
  role: undefined,
  content: undefined,
  refusal: undefined,
  reasoning: undefined,
  toolCalls: [],
  finishReason: null,
  logprobs: undefined,
};
const USAGE = { promptTokens: 5, completionTokens: 4, cachedTokens: 3, reasoningTokens: 2 };
const chunk = (delta: Partial<ChoiceDelta>, usage?: typeof USAGE) => ({
  id: 'c',
  created: 0,
  systemFingerprint: undefined,
  choices: [{ ...NOTHING, ...delta }],
  usage,
});

function streamed(deltas: readonly Partial<ChoiceDelta>[]): readonly ResponseEvent[] {
  const stream = new ResponseStream(head);
  const events = deltas.flatMap((delta) => stream.push(chunk(delta), 'm'));
  return [...events, ...stream.push({ ...chunk({}, USAGE), choices: [] }, 'm'), ...stream.end()];
}

/** What a client that puts the deltas together ends with. */
function assembled(events: readonly ResponseEvent[]): string[] {
  const texts = new Map<unknown, string>();
  for (const { type, item_id: id, delta } of events) {
    if (type.endsWith('.delta')) texts.set(id, (texts.get(id) ?? '') + String(delta));
  }
  return [...texts.values()];
}

const pieces = fc.array(fc.string({ minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 5 });

describe('a streamed response', () => {
  it('tells of every item when it begins, grows and ends, in the order that clients expect', () => {
    const events = streamed([
      { role: 'assistant', reasoning: 'Hm' },
      { content: 'Hel' },
      { content: 'lo' },
      { toolCalls: [{ index: 0, id: 'c1', name: 'look', arguments: '' }] },
      { toolCalls: [{ index: 0, id: undefined, name: undefined, arguments: '{}' }] },
      { finishReason: 'tool_calls' },
    ]);
    expect(events.map(({ type }) => type.replace('response.', ''))).toEqual([
      ...['created', 'in_progress'],
      ...['output_item.added', 'reasoning_summary_part.added', 'reasoning_summary_text.delta'],
      ...['reasoning_summary_text.done', 'reasoning_summary_part.done', 'output_item.done'],
      ...['output_item.added', 'content_part.added', 'output_text.delta', 'output_text.delta'],
      ...['output_item.added', 'function_call_arguments.delta'],
      ...['output_text.done', 'content_part.done', 'output_item.done'],
      ...['function_call_arguments.done', 'output_item.done', 'completed'],
    ]);
    expect(events.map(({ sequence_number }) => sequence_number)).toEqual(events.map((_, i) => i));
  });

  it('ends with the response that the same answer in one piece is', () => {
    const text = fc.option(pieces, { nil: undefined });
    const calls = fc.array(pieces, { maxLength: 3 });
    const ends = fc.constantFrom('stop', 'length', 'content_filter');
    fc.assert(
      fc.property(text, text, text, calls, ends, (reasoning, content, refusal, args, finishReason) => {
        const events = streamed([
          ...(reasoning ?? []).map((piece) => ({ reasoning: piece })),
          ...(content ?? []).map((piece) => ({ content: piece })),
          ...(refusal ?? []).map((piece) => ({ refusal: piece })),
          ...args.flatMap((given, index) =>
            given.map((piece, i) => ({
              toolCalls: [
                { index, id: i === 0 ? `c${index}` : undefined, name: i === 0 ? 'f' : undefined, arguments: piece },
              ],
            })),
          ),
          { finishReason },
        ]);
        const completion: Completion = {
          id: 'c',
          created: 0,
          systemFingerprint: undefined,
          choices: [
            {
              index: 0,
              finishReason,
              content: content?.join('') ?? null,
              refusal: refusal?.join('') ?? null,
              reasoning: reasoning?.join(''),
              toolCalls: args.map((given, index) => ({ id: `c${index}`, name: 'f', arguments: given.join('') })),
              logprobs: undefined,
            },
          ],
          usage: USAGE,
        };
        const last = events.at(-1);
        expect(last?.['response']).toEqual(encodeResponse(head, wholeResponse(completion, 'm')));
        expect(last?.type).toBe(finishReason === 'stop' ? 'response.completed' : 'response.incomplete');
        expect(assembled(events).join('')).toBe(
          [reasoning, content, refusal, ...args].map((each) => each?.join('') ?? '').join(''),
        );
      }),
      { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 100) },
    );
  });

  it('counts its usage in the parts that clients read', () => {
    expect(streamed([{ content: 'a' }]).at(-1)?.['response']).toMatchObject({
      usage: {
        input_tokens: 5,
        input_tokens_details: { cached_tokens: 3 },
        output_tokens: 4,
        output_tokens_details: { reasoning_tokens: 2 },
        total_tokens: 9,
      },
    });
  });

  it('says what broke in one event, also before anything else', () => {
    const error = { code: 'provider_error', message: 'the answer broke off', param: null };
    const stream = new ResponseStream(head);
    expect(stream.failed(error)).toMatchObject({ type: 'error', sequence_number: 0, code: 'provider_error' });
    const begun = new ResponseStream(head);
    const { length } = begun.push(chunk({ content: 'a' }), 'm');
    expect(begun.failed(error)).toMatchObject({ type: 'error', sequence_number: length, message: error.message });
  });
});
