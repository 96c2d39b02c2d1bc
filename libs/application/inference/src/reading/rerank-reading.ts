import { decodeRanking, encodeRerankRequest, rerankSlots, type Ranked, type RerankRequest } from '@radiant/protocol';
import { plainPath } from '../upstream/paths.js';
import type { Reading } from './reading.js';

/** How well each document answers a query. Documents in the answer are the caller's own, so nothing is put back. */
export const rerankReading = (request: RerankRequest): Reading<readonly Ranked[]> => ({
  model: request.model,
  service: 'rerank',
  requestType: 'rerank',
  leaving: () => ({
    slots: rerankSlots(request),
    unscannable: undefined,
    encode: (texts, upstreamModel) => encodeRerankRequest(request, texts, upstreamModel),
  }),
  path: ({ connection }) => plainPath(connection, '/v1/rerank'),
  grammar: (upstreamModel) => ({
    keys: new Set(['model', 'query', 'documents', 'top_n', 'return_documents']),
    words: new Map([['model', new Set([upstreamModel])]]),
  }),
  decode: (text) => {
    const { ranked, usage } = decodeRanking(text, request.documents.length);
    return { answer: ranked, usage };
  },
});
