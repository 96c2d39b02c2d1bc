import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeChunk, decodeCompletion, isDone } from './decode-completion.js';
import { encodeChunk, encodeCompletion } from './encode-completion.js';

const COMPLETION = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1768478400,
  model: 'x',
  system_fingerprint: 'fp',
  choices: [
    {
      index: 0,
      message: {
        role: 'assistant',
        content: null,
        refusal: null,
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'look', arguments: '{"a":1}' } }],
      },
      logprobs: { content: [{ token: 'a', logprob: -0.1, bytes: [97], top_logprobs: [] }], refusal: null },
      finish_reason: 'tool_calls',
    },
  ],
  usage: {
    prompt_tokens: 10,
    completion_tokens: 5,
    total_tokens: 15,
    prompt_tokens_details: { cached_tokens: 4 },
    completion_tokens_details: { reasoning_tokens: 2 },
  },
};

describe('decoding an answer', () => {
  it('and encoding it again gives the same object under the model the caller knows', () => {
    const decoded = decodeCompletion(JSON.stringify(COMPLETION));
    expect(JSON.parse(JSON.stringify(encodeCompletion(decoded, 'mine')))).toEqual({ ...COMPLETION, model: 'mine' });
  });

  it('tells no likelihoods that are not of tokens', () => {
    for (const logprobs of [null, 'Jane Doe', {}, { content: [{ token: 'a' }] }, { text_offset: [1] }]) {
      const choices = [{ message: { content: 'a' }, logprobs }];
      expect(decodeCompletion(JSON.stringify({ choices })).choices[0]?.logprobs).toBeUndefined();
    }
  });

  it.each([
    ['no JSON', 'Internal error: patient Jane Doe'],
    ['a list', '[]'],
    ['no choices', '{"choices":[]}'],
    ['a choice without a message', '{"choices":[{}]}'],
    ['null', 'null'],
  ])('refuses %s without quoting it', (_, text) => {
    let thrown: unknown;
    try {
      decodeCompletion(text);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'provider_error', message: expect.not.stringContaining('Jane') });
    expect(thrown).not.toHaveProperty('cause');
  });

  it('takes the reasoning under either of its names', () => {
    for (const field of ['reasoning_content', 'reasoning']) {
      const choices = [{ message: { content: 'a', [field]: 'since' }, delta: { [field]: 'since' } }];
      expect(decodeCompletion(JSON.stringify({ choices })).choices[0]?.reasoning).toBe('since');
      expect(decodeChunk(JSON.stringify({ choices })).choices[0]?.reasoning).toBe('since');
    }
  });

  it('takes usage only when both sums are there', () => {
    const usageOf = (usage: unknown) => decodeCompletion(JSON.stringify({ ...COMPLETION, usage })).usage;
    const fields = { prompt_tokens: 1, completion_tokens: 2 };
    expect(usageOf(fields)).toEqual({
      promptTokens: 1,
      completionTokens: 2,
      cachedTokens: 0,
      reasoningTokens: 0,
      asSent: { form: 'openai', fields },
    });
    for (const bad of [
      null,
      {},
      { prompt_tokens: 1 },
      { prompt_tokens: 1, completion_tokens: '2' },
      { prompt_tokens: -1, completion_tokens: 2 },
    ]) {
      expect(usageOf(bad)).toBeUndefined();
    }
  });

  it('never counts more cached or reasoning tokens than there are', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(), fc.nat(), (prompt, completion, cached, reasoning) => {
        const usage = {
          prompt_tokens: prompt,
          completion_tokens: completion,
          prompt_tokens_details: { cached_tokens: cached },
          completion_tokens_details: { reasoning_tokens: reasoning },
        };
        const decoded = decodeCompletion(JSON.stringify({ ...COMPLETION, usage })).usage;
        expect(decoded?.cachedTokens).toBeLessThanOrEqual(prompt);
        expect(decoded?.reasoningTokens).toBeLessThanOrEqual(completion);
      }),
    );
  });

  it('reads pieces of a stream: text, tool arguments, finish and usage', () => {
    const piece = (delta: object, finish: string | null = null) => ({
      id: 'c',
      object: 'chat.completion.chunk',
      created: 1,
      model: 'x',
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
    });
    for (const chunk of [
      piece({ role: 'assistant', content: '' }),
      piece({ content: 'Hi' }),
      piece({ tool_calls: [{ index: 0, id: 'c1', type: 'function', function: { name: 'look', arguments: '' } }] }),
      piece({ tool_calls: [{ index: 0, function: { arguments: '{"a"' } }] }),
      piece({}, 'stop'),
    ]) {
      expect(JSON.parse(JSON.stringify(encodeChunk(decodeChunk(JSON.stringify(chunk)), 'x')))).toEqual(chunk);
    }
    const last = decodeChunk(
      '{"id":"c","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}',
    );
    expect(last).toMatchObject({ choices: [], usage: { promptTokens: 3, completionTokens: 4 } });
  });

  it('turns an error event into our own words', () => {
    expect(() => decodeChunk('{"error":{"message":"key sk-secret is over quota"}}')).toThrow(
      expect.objectContaining({ code: 'provider_error', message: expect.not.stringContaining('sk-secret') }),
    );
  });

  it('knows the end of a stream, quoted or not', () => {
    expect([isDone('[DONE]'), isDone('"[DONE]"'), isDone('{"choices":[]}')]).toEqual([true, true, false]);
  });
});
