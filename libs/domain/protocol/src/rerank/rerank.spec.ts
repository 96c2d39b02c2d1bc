import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeRanking, decodeRerankRequest, encodeRerankRequest, rerankSlots } from './rerank.js';

const textOf = fc.string({ minLength: 1 });
const documentsOf = fc.array(textOf, { minLength: 1, maxLength: 8 });
const decode = (over: object = {}) => decodeRerankRequest({ query: 'Who?', documents: ['Jane', 'John'], ...over });
const sent = (request = decode()) =>
  JSON.parse(
    encodeRerankRequest(
      request,
      rerankSlots(request).map(({ text }) => text),
      'upstream-model',
    ),
  );

describe('a request for a ranking', () => {
  it('is sent as it came, and asks for no documents back', () => {
    fc.assert(
      fc.property(textOf, documentsOf, (query, documents) => {
        expect(sent(decode({ query, documents }))).toEqual({
          ...{ model: 'upstream-model', query, documents, return_documents: false },
        });
      }),
    );
  });

  it('takes documents as objects, of which the text alone leaves', () => {
    const documents = [{ text: 'Jane', patient: 'Jane Doe' }, 'John'];
    expect(sent(decode({ documents, user: 'Jane Doe', api_base: 'https://evil' }))).toEqual({
      ...{ model: 'upstream-model', query: 'Who?', documents: ['Jane', 'John'], return_documents: false },
    });
  });

  it('names the place of every slot, and sends nothing of what was written when all are replaced', () => {
    const request = decode();
    expect(rerankSlots(request).map(({ path, text }) => [path, text])).toEqual([
      ['query', 'Who?'],
      ['documents[0]', 'Jane'],
      ['documents[1]', 'John'],
    ]);
    expect(encodeRerankRequest(request, ['x1', 'x2', 'x3'], 'm')).not.toMatch(/Who|Jane|John/);
  });

  it('asks for no more than there are, and gives documents back unless told', () => {
    expect(sent(decode({ top_n: 1 })).top_n).toBe(1);
    expect(sent(decode({ top_n: 50 })).top_n).toBe(2);
    expect(decode({ top_n: null, return_documents: null })).toMatchObject({ top: undefined, returnsDocuments: true });
    expect(decode({ return_documents: false }).returnsDocuments).toBe(false);
  });

  it.each([
    ['query', { query: '' }],
    ['query', { query: undefined }],
    ['documents', { documents: [] }],
    ['documents', { documents: Array(1_001).fill('a') }],
    ['documents[1]', { documents: ['a', ''] }],
    ['documents[0].text', { documents: [{}] }],
    ['documents[0].text', { documents: [{ text: '' }] }],
    ['top_n', { top_n: 0 }],
    ['return_documents', { return_documents: 'yes' }],
    ['model', { model: '' }],
  ])('is refused by the name of %s', (field, over) => {
    expect(() => decode(over)).toThrow(expect.objectContaining({ code: 'validation_error', facts: { field } }));
  });
});

describe('a ranking', () => {
  const ranked = (...results: [number, number][]): object[] =>
    results.map(([index, relevance_score]) => ({ index, relevance_score, document: { text: 'Jane' } }));
  const read = (body: object, documents = 3) => decodeRanking(JSON.stringify(body), documents);

  it('has the best first, whatever order it came in, and each place once', () => {
    const scores = fc.uniqueArray(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(scores, (given) => {
        const results = ranked(...given.map((score, index): [number, number] => [index, score]));
        const { ranked: order } = read({ results }, given.length);
        expect(order.map(({ score }) => score)).toEqual([...given].sort((a, b) => b - a));
        expect(order.map(({ index }) => given[index])).toEqual(order.map(({ score }) => score));
      }),
    );
  });

  it.each([
    [{ usage: { prompt_tokens: 7, total_tokens: 9 } }, 7],
    [{ usage: { total_tokens: 9 } }, 9],
    [{ meta: { tokens: { input_tokens: 5 } } }, 5],
    [{ usage: { prompt_tokens: -1 } }, undefined],
    [{}, undefined],
  ])('says with %j how much was read: %p', (told, tokens) => {
    expect(read({ results: ranked([0, 1]), ...told }).usage?.promptTokens).toBe(tokens);
  });

  it.each([
    ...['', 'Jane Doe', '[]', '{}', '{"results":[]}', '{"results":["Jane"]}'],
    ...[
      [[3, 1]],
      [[-1, 1]],
      [[0.5, 1]],
      [
        [0, 1],
        [0, 0.5],
      ],
    ].map((results) =>
      JSON.stringify({ results: results.map(([index, relevance_score]) => ({ index, relevance_score })) }),
    ),
    '{"results":[{"index":0,"relevance_score":"Jane"}]}',
  ])('is a failure of the provider when it is %j, in our words', (answer) => {
    expect(() => decodeRanking(answer, 3)).toThrow(expect.objectContaining({ code: 'provider_error' }));
    expect(() => decodeRanking(answer, 3)).not.toThrow(/Jane/);
  });
});
