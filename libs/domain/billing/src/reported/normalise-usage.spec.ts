import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { partsOf, totalTokens, type UsageParts } from '../token-usage.js';
import { normaliseUsage, USAGE_FORMS, type UsageForm } from './normalise-usage.js';

interface Golden {
  readonly source: string;
  readonly form: UsageForm;
  readonly cases: readonly {
    readonly what: string;
    readonly reported: object;
    readonly total: number;
    readonly parts: UsageParts;
  }[];
}

const DIRECTORY = path.join(import.meta.dirname, '../../test/usage-forms');
const GOLDEN = readdirSync(DIRECTORY).flatMap((file) => {
  const { form, cases }: Golden = JSON.parse(readFileSync(path.join(DIRECTORY, file), 'utf8'));
  return cases.map((one) => ({ ...one, name: `${file}: ${one.what}`, form }));
});

const openai = (fields: object) => normaliseUsage({ form: 'openai', fields });

describe('the usage that providers document', () => {
  it.each(GOLDEN)('$name', ({ form, reported, total, parts }) => {
    const found = normaliseUsage({ form, fields: reported });
    expect(found && { ...partsOf(found.usage), requests: undefined }).toEqual(parts);
    expect(found && totalTokens(found.usage)).toBe(total);
    expect(found?.doubtful).toBe(false);
  });

  it('is there for every form', () => {
    expect(new Set(GOLDEN.map(({ form }) => form))).toEqual(new Set(USAGE_FORMS));
  });
});

describe('usage that can not be', () => {
  const SUMS = { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 };

  it.each([
    [
      'more cached than asked',
      { prompt_tokens_details: { cached_tokens: 101 } },
      { cachedInputTokens: 100, inputTokens: 0 },
    ],
    [
      'cached and written together more than asked',
      { prompt_tokens_details: { cached_tokens: 90 }, cache_creation_input_tokens: 20 },
      { cachedInputTokens: 90, inputTokens: 10, detail: { cache_write_tokens: 10 } },
    ],
    [
      'more reasoning than answer',
      { completion_tokens_details: { reasoning_tokens: 11 } },
      { reasoningTokens: 10, outputTokens: 0 },
    ],
    ['less in all than its parts', { total_tokens: 109 }, { inputTokens: 100, outputTokens: 10 }],
    ['a negative part', { prompt_tokens_details: { cached_tokens: -1 } }, { inputTokens: 100, cachedInputTokens: 0 }],
    ['a part that is no whole number', { prompt_tokens_details: { cached_tokens: 1.5 } }, { inputTokens: 100 }],
    ['a part in words', { prompt_tokens_details: { cached_tokens: '7' } }, { inputTokens: 100 }],
  ])('with %s is cut to what can be, and told', (_, over, usage) => {
    expect(openai({ ...SUMS, ...over })).toMatchObject({ usage, doubtful: true });
  });

  it.each([
    ['says nothing', {}],
    ['says half', { prompt_tokens: 1 }],
    ['is negative', { prompt_tokens: -1, completion_tokens: 1 }],
    ['is no whole number', { prompt_tokens: 1.5, completion_tokens: 1 }],
    ['is beyond any call', { prompt_tokens: 50_000_001, completion_tokens: 1 }],
    ['is beyond what a number holds', { prompt_tokens: 2 ** 60, completion_tokens: 1 }],
    ['is words', { prompt_tokens: '1', completion_tokens: '1' }],
    ['is null', { prompt_tokens: null, completion_tokens: null }],
  ])('that %s is not used at all', (_, fields) => {
    expect(openai(fields)).toBeUndefined();
  });

  it('of embeddings is all read, where their total is more than their prompt: they have no output that could be priced', () => {
    expect(openai({ prompt_tokens: 10, total_tokens: 12 })).toEqual({
      usage: { inputTokens: 12, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 },
      doubtful: false,
    });
  });

  it('of Anthropic and Bedrock is told where lifetimes and sums disagree, and counts the larger', () => {
    const cache_creation = { ephemeral_5m_input_tokens: 5, ephemeral_1h_input_tokens: 6 };
    expect(
      normaliseUsage({
        form: 'anthropic',
        fields: { input_tokens: 1, output_tokens: 1, cache_creation_input_tokens: 10, cache_creation },
      }),
    ).toMatchObject({ usage: { inputTokens: 12 }, doubtful: true });
    expect(
      normaliseUsage({ form: 'bedrock_converse', fields: { inputTokens: 5, outputTokens: 6, totalTokens: 12 } }),
    ).toMatchObject({ usage: { inputTokens: 5, outputTokens: 6 }, doubtful: true });
  });

  it('of Bedrock may have a sum with the cache or without, and no details of it', () => {
    const fields = { inputTokens: 5, outputTokens: 6, cacheReadInputTokens: 3, cacheWriteInputTokens: 2 };
    const usage = { inputTokens: 7, cachedInputTokens: 3, outputTokens: 6, detail: { cache_write_tokens: 2 } };
    for (const totalTokens of [11, 16, undefined]) {
      expect(normaliseUsage({ form: 'bedrock_converse', fields: { ...fields, totalTokens } })).toEqual({
        usage: expect.objectContaining(usage),
        doubtful: false,
      });
    }
  });

  it('of Gemini counts what tools said of a modality, and what of it was cached as cached', () => {
    const fields = {
      promptTokenCount: 20,
      toolUsePromptTokenCount: 10,
      cachedContentTokenCount: 4,
      candidatesTokenCount: 1,
      totalTokenCount: 31,
      promptTokensDetails: [{ modality: 'AUDIO', tokenCount: 7 }],
      toolUsePromptTokensDetails: [{ modality: 'AUDIO', tokenCount: 5 }],
      cacheTokensDetails: [{ modality: 'AUDIO', tokenCount: 4 }],
    };
    expect(normaliseUsage({ form: 'gemini', fields })).toMatchObject({
      usage: { cachedInputTokens: 4, detail: { audio_input_tokens: 8 } },
      doubtful: false,
    });
  });

  it('is believed up to fifty million tokens', () => {
    expect(openai({ prompt_tokens: 50_000_000, completion_tokens: 1 })).toMatchObject({
      usage: { inputTokens: 50_000_000 },
      doubtful: false,
    });
    expect(openai({ prompt_tokens: 50_000_001, completion_tokens: 1 })?.usage.inputTokens).not.toBe(50_000_001);
  });

  it.each([
    [{ prompt_tokens_details: { cache_write_tokens: 3 } }],
    [{ prompt_tokens_details: { cache_creation_tokens: 3 } }],
    [{ cache_creation_input_tokens: 3 }],
  ])('of OpenAI names what was written to a cache in one of three ways: %j', (named) => {
    expect(openai({ prompt_tokens: 10, completion_tokens: 1, ...named })).toMatchObject({
      usage: { inputTokens: 10, detail: { cache_write_tokens: 3 } },
      doubtful: false,
    });
  });

  it('of Anthropic counts what was written by its lifetimes where there is no sum', () => {
    const cache_creation = { ephemeral_5m_input_tokens: 5, ephemeral_1h_input_tokens: 6 };
    expect(
      normaliseUsage({ form: 'anthropic', fields: { input_tokens: 1, output_tokens: 1, cache_creation } }),
    ).toMatchObject({
      usage: { inputTokens: 12, detail: { cache_write_1h_tokens: 6, cache_write_tokens: 5 } },
      doubtful: false,
    });
  });

  it('of Gemini is told apart by modality on both sides, and what the total has beyond them is reasoning', () => {
    const fields = {
      promptTokenCount: 50,
      candidatesTokenCount: 20,
      totalTokenCount: 75,
      promptTokensDetails: [
        { modality: 'VIDEO', tokenCount: 11 },
        { modality: 'IMAGE', tokenCount: 12 },
        { modality: 'AUDIO', tokenCount: 13 },
      ],
      candidatesTokensDetails: [
        { modality: 'IMAGE', tokenCount: 6 },
        { modality: 'AUDIO', tokenCount: 7 },
      ],
    };
    expect(normaliseUsage({ form: 'gemini', fields })).toMatchObject({
      usage: {
        inputTokens: 50,
        outputTokens: 20,
        reasoningTokens: 5,
        detail: {
          video_input_tokens: 11,
          image_input_tokens: 12,
          audio_input_tokens: 13,
          image_output_tokens: 6,
          audio_output_tokens: 7,
        },
      },
      doubtful: false,
    });
  });

  it('is never more or less than its own parts, whatever a provider sends', () => {
    const number = fc.oneof(fc.nat(1_000), fc.integer(), fc.double(), fc.constant(undefined), fc.string());
    const names = [
      ...['prompt_tokens', 'completion_tokens', 'total_tokens', 'cache_creation_input_tokens', 'input_tokens'],
      ...['output_tokens', 'cache_read_input_tokens', 'promptTokenCount', 'candidatesTokenCount', 'totalTokenCount'],
      ...['thoughtsTokenCount', 'cachedContentTokenCount', 'inputTokens', 'outputTokens', 'cacheReadInputTokens'],
    ];
    const details = fc.dictionary(
      fc.constantFrom('cached_tokens', 'audio_tokens', 'reasoning_tokens', 'cache_write_tokens'),
      number,
    );
    const report = fc
      .tuple(fc.dictionary(fc.constantFrom(...names), number), details, details)
      .map(([sums, prompt_tokens_details, completion_tokens_details]) => ({
        ...sums,
        prompt_tokens_details,
        completion_tokens_details,
      }));
    fc.assert(
      fc.property(fc.constantFrom(...USAGE_FORMS), fc.oneof(report, fc.anything()), (form, fields) => {
        const found = normaliseUsage({ form, fields });
        if (!found) return;
        const parts = Object.values(partsOf(found.usage));
        expect(parts.every((count) => Number.isSafeInteger(count) && count > 0)).toBe(true);
        expect(parts.reduce((sum, count) => sum + count, 0)).toBe(totalTokens(found.usage) + 1); // and the request
      }),
      { numRuns: 3_000 },
    );
  });
});
