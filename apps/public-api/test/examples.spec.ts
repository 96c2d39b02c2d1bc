import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startGateway, type Gateway } from './gateway.js';

jest.setTimeout(180_000);

interface Operation {
  readonly requestBody?: {
    readonly content: { readonly 'application/json': { readonly schema: { readonly example?: object } } };
  };
}
const OPENAPI: { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> } = JSON.parse(
  readFileSync(fileURLToPath(new URL('../openapi.json', import.meta.url)), 'utf8'),
);
/** Every route of the shapes of others that takes a body and no id. */
const EXAMPLES = Object.entries(OPENAPI.paths).flatMap(([path, { post }]): [string, object | undefined][] =>
  path.startsWith('/v1/') && !path.includes('{') && post
    ? [[path, post.requestBody?.content['application/json'].schema.example]]
    : [],
);

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

describe('the example of a request in the OpenAPI file', () => {
  it('is there for every shape', () => {
    expect(EXAMPLES.map(([path]) => path).sort()).toEqual([
      '/v1/chat/completions',
      '/v1/completions',
      '/v1/embeddings',
      '/v1/messages',
      '/v1/messages/count_tokens',
      '/v1/moderations',
      '/v1/rerank',
      '/v1/responses',
    ]);
  });

  it.each(EXAMPLES)('of %s works when it is pasted', async (path, example) => {
    expect(example).toBeDefined();
    const response = await gateway.send(path, { method: 'POST', body: JSON.stringify(example) });
    expect([response.status, await response.json()]).toEqual([200, expect.anything()]);
  });
});
