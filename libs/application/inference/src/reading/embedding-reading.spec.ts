import { expect, it } from '@jest/globals';
import { decodeEmbeddingsRequest } from '@radiant/protocol';
import { embeddingReading } from './embedding-reading.js';

it.each([
  [[[1, 2], [3]], 3],
  [[4, 5], 2],
  [['a text'], 0],
])(
  'an embedding of %j leaves with %i tokens that no text says, to be billed where the provider counts none',
  (input, tokens) => {
    const request = decodeEmbeddingsRequest({ model: 'embed', input });
    expect(embeddingReading(request).leaving('allow').tokens).toBe(tokens);
  },
);
