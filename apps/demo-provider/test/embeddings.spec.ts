import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DemoProvider, startDemoProvider } from '../src/index.js';
import { json, openaiFor, post } from './client.js';

interface Answer {
  readonly data?: readonly { readonly embedding: number[] }[];
  readonly usage?: { readonly prompt_tokens: number };
  readonly error?: { readonly param: string };
}

describe('embeddings', () => {
  let provider: DemoProvider;
  beforeAll(async () => {
    provider = await startDemoProvider();
  });
  afterAll(() => provider.close());

  const embed = async (input: unknown, more: object = {}) => {
    const response = await post(provider, '/v1/embeddings', { model: 'demo-embed', input, ...more });
    const body = await json<Answer>(response);
    return { status: response.status, body, vectors: body.data?.map(({ embedding }) => embedding) ?? [] };
  };

  it('gives one vector of length 1 with 256 dimensions, and usage', async () => {
    const { body, vectors } = await embed('Hello, world!');
    expect(body).toEqual({
      object: 'list',
      data: [{ object: 'embedding', index: 0, embedding: expect.any(Array) }],
      model: 'demo-embed',
      usage: { prompt_tokens: 4, total_tokens: 4 },
    });
    expect(vectors[0]).toHaveLength(256);
    expect(Math.hypot(...(vectors[0] ?? []))).toBeCloseTo(1, 5);
  });

  it('gives equal inputs equal vectors and different inputs different ones', async () => {
    const { body, vectors } = await embed(['a', 'b', 'a']);
    expect(vectors[0]).toEqual(vectors[2]);
    expect(vectors[0]).not.toEqual(vectors[1]);
    expect(body.usage?.prompt_tokens).toBe(3);
  });

  it.each([1, 8, 1_536, 4_096])('gives %d dimensions when asked', async (dimensions) => {
    expect((await embed('a', { dimensions })).vectors[0]).toHaveLength(dimensions);
  });

  it('holds the same little-endian float32 numbers in base64 as in float', async () => {
    const { vectors: numbers } = await embed('a', { dimensions: 5 });
    const { vectors: encoded } = await embed('a', { dimensions: 5, encoding_format: 'base64' });
    const bytes = Buffer.from(String(encoded[0]), 'base64');
    expect(bytes).toHaveLength(20);
    expect([0, 1, 2, 3, 4].map((at) => bytes.readFloatLE(at * 4))).toEqual(numbers[0]);
  });

  it('works with the openai package, whose default is base64', async () => {
    const { data } = await openaiFor(provider).embeddings.create({ model: 'demo-embed', input: ['a'] });
    expect(JSON.parse(provider.requests.at(-1)?.body ?? '')).toMatchObject({ encoding_format: 'base64' });
    expect(data[0]?.embedding).toEqual((await embed('a')).vectors[0]);
  });

  it('takes lists of tokens, which are counted one by one', async () => {
    expect((await embed([1, 2, 3])).body).toMatchObject({ data: [{ index: 0 }], usage: { prompt_tokens: 3 } });
    const { body } = await embed([[1, 2], [3]]);
    expect(body.data).toHaveLength(2);
    expect(body.usage?.prompt_tokens).toBe(3);
  });

  it.each([
    ['', {}, 'input'],
    [[], {}, 'input'],
    [['a', ''], {}, 'input'],
    [['a', [1]], {}, 'input'],
    ['a', { dimensions: 0 }, 'dimensions'],
    ['a', { encoding_format: 'hex' }, 'encoding_format'],
  ])('refuses input %j with %j', async (input, more, param) => {
    const { status, body } = await embed(input, more);
    expect(status).toBe(400);
    expect(body.error?.param).toBe(param);
  });
});
