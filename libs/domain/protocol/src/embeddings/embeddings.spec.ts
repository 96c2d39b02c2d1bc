import { describe, expect, it } from '@jest/globals';
import { decodeEmbeddings } from './embeddings-answer.js';
import {
  decodeEmbeddingsRequest,
  decodeNativeEmbeddingsRequest,
  embeddingsSlots,
  encodeEmbeddingsRequest,
} from './embeddings-request.js';

describe('an embeddings request', () => {
  it.each([
    ['a text', 'a', { kind: 'texts', texts: ['a'] }],
    ['texts', ['a', 'b'], { kind: 'texts', texts: ['a', 'b'] }],
    ['tokens', [1, 2], { kind: 'tokens', tokens: [[1, 2]] }],
    ['lists of tokens', [[1], [2, 3]], { kind: 'tokens', tokens: [[1], [2, 3]] }],
  ])('takes %s', (_kind, input, expected) => {
    expect(decodeEmbeddingsRequest({ model: 'm', input }).input).toEqual(expected);
  });

  it.each([
    ['input', {}],
    ['input', { input: '' }],
    ['input', { input: [] }],
    ['input', { input: ['a', 1] }],
    ['input', { input: ['a', ''] }],
    ['input', { input: [[]] }],
    ['input', { input: [1.5] }],
    ['input', { input: [-1] }],
    ['input', { input: Array.from({ length: 2_049 }, () => 'a') }],
    ['dimensions', { input: 'a', dimensions: 0 }],
    ['encoding_format', { input: 'a', encoding_format: 'hex' }],
    ['model', { input: 'a', model: '' }],
  ])('is refused for a bad %s', (field, body) => {
    expect(() => decodeEmbeddingsRequest(body)).toThrow(expect.objectContaining({ facts: { field } }));
  });

  it('leaves with nothing but what is named, every text of it a slot', () => {
    const request = decodeEmbeddingsRequest({
      model: 'mine',
      input: ['a', 'b'],
      dimensions: 8,
      encoding_format: 'base64',
      user: 'Jane Doe',
      api_base: 'https://elsewhere.example',
    });
    expect(embeddingsSlots(request).map(({ path, text }) => [path, text])).toEqual([
      ['input[0]', 'a'],
      ['input[1]', 'b'],
    ]);
    expect(JSON.parse(encodeEmbeddingsRequest(request, ['x', 'y'], 'theirs'))).toEqual({
      model: 'theirs',
      input: ['x', 'y'],
      dimensions: 8,
      encoding_format: 'float',
    });
    expect(request.base64).toBe(true);
  });

  it('of the native API may ask for protection', () => {
    const body = { input: 'a', enable_phi: true, phi_categories: ['NAME'] };
    expect(decodeNativeEmbeddingsRequest(body).controls).toEqual({ enablePhi: true, phiCategories: ['NAME'] });
  });
});

describe('an answer with embeddings', () => {
  const answer = (data: unknown, usage?: unknown) => decodeEmbeddings(JSON.stringify({ data, usage }), 2);

  it('is put in the order of its inputs', () => {
    const data = [
      { index: 1, embedding: [2] },
      { index: 0, embedding: [1] },
    ];
    expect(answer(data, { prompt_tokens: 7 })).toEqual({
      vectors: [[1], [2]],
      usage: {
        promptTokens: 7,
        completionTokens: 0,
        cachedTokens: 0,
        reasoningTokens: 0,
        asSent: { form: 'openai', fields: expect.anything() },
      },
    });
    expect(answer(data).usage).toBeUndefined();
  });

  it.each([
    ['too few', [{ index: 0, embedding: [1] }]],
    [
      'the same twice',
      [
        { index: 0, embedding: [1] },
        { index: 0, embedding: [1] },
      ],
    ],
    ['one too many', [{ embedding: [1] }, { embedding: [1] }, { embedding: [1] }]],
    ['no numbers', [{ embedding: ['AAAA'] }, { embedding: [1] }]],
    ['an empty vector', [{ embedding: [] }, { embedding: [1] }]],
    ['base64', [{ embedding: 'AAAA' }, { embedding: [1] }]],
    ['nothing', undefined],
  ])('is refused when it holds %s', (_what, data) => {
    expect(() => answer(data)).toThrow(expect.objectContaining({ code: 'provider_error' }));
  });

  it('is refused when it is not JSON, and its text is not told', () => {
    expect(() => decodeEmbeddings('Jane Doe', 1)).toThrow('the provider sent an answer that is not valid');
  });
});
