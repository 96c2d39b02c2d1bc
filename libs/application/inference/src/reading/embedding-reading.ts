import { DomainError } from '@radiant/kernel';
import {
  decodeEmbeddings,
  embeddingsSlots,
  encodeEmbeddingsRequest,
  inputCount,
  type Embeddings,
  type EmbeddingsRequest,
} from '@radiant/protocol';
import { embeddingsPath } from '../upstream/paths.js';
import type { Reading } from './reading.js';

/** Vectors of texts. Nothing is put back, since vectors can't hold it. */
export const embeddingReading = (request: EmbeddingsRequest): Reading<Embeddings['vectors']> => ({
  model: request.model,
  service: 'embeddings',
  requestType: 'embedding',
  leaving: (rule) => {
    // Nothing here can read the numbers of a vocabulary, so they could carry anything.
    const { input } = request;
    if (input.kind === 'tokens' && rule !== 'allow') {
      throw new DomainError('phi_policy_blocked', "input is token numbers, which can't be scanned for PHI", {
        field: 'input',
      });
    }
    return {
      slots: embeddingsSlots(request),
      tokens: input.kind === 'tokens' ? input.tokens.flat().length : 0,
      unscannable: undefined,
      encode: (texts, upstreamModel) => encodeEmbeddingsRequest(request, texts, upstreamModel),
    };
  },
  path: embeddingsPath,
  grammar: (upstreamModel) => ({
    keys: new Set(['model', 'input', 'dimensions', 'encoding_format']),
    words: new Map([
      ['model', new Set([upstreamModel])],
      ['encoding_format', new Set(['float'])],
    ]),
  }),
  decode: (text) => {
    const { vectors, usage } = decodeEmbeddings(text, inputCount(request));
    return { answer: vectors, usage };
  },
});
