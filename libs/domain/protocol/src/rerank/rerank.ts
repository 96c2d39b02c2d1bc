import { bodyParser } from '../body-parser.js';
import type { ReportedUsage } from '../completion.js';
import { asCount, asFields, asList, type Fields } from '../json-reader.js';
import { answerFields, malformed } from '../provider-answer.js';
import type { TextSlot } from '../text-slot.js';

/** Cohere's limit of documents in one request. */
const MOST_DOCUMENTS = 1_000;

/** The canonical form of a call that orders documents by how well they answer a query. */
export interface RerankRequest {
  /** As the caller named it; undefined: the tenant's default. */
  readonly model: string | undefined;
  readonly query: string;
  readonly documents: readonly string[];
  /** How many to answer at most; undefined: all. */
  readonly top: number | undefined;
  /** Whether the answer holds the documents; so it does unless the caller says no, as with LiteLLM and Jina. */
  readonly returnsDocuments: boolean;
}

/** A document's place among those of the request, from 0, and how well it answers. */
export interface Ranked {
  readonly index: number;
  readonly score: number;
}

interface RerankBody {
  readonly model?: string | null;
  readonly query: string;
  readonly documents: readonly (string | { readonly text: string })[];
  readonly top_n?: number | null;
  readonly return_documents?: boolean | null;
}

const TEXT = { type: 'string', minLength: 1 };

/** Fields that are not named here are neither refused nor forwarded. */
const parse = bodyParser<RerankBody>({
  type: 'object',
  required: ['query', 'documents'],
  properties: {
    model: { type: ['string', 'null'], minLength: 1, maxLength: 200 },
    query: TEXT,
    documents: {
      type: 'array',
      minItems: 1,
      maxItems: MOST_DOCUMENTS,
      items: {
        type: ['string', 'object'],
        minLength: 1,
        required: ['text'],
        properties: { text: TEXT },
      },
    },
    top_n: { type: ['integer', 'null'], minimum: 1 },
    return_documents: { type: ['boolean', 'null'] },
  },
});

/** `POST /v1/rerank` to canonical. @throws DomainError `validation_error` naming the first bad field. */
export function decodeRerankRequest(body: unknown): RerankRequest {
  const { model, query, documents, top_n: top, return_documents: returnsDocuments } = parse(body);
  return {
    model: model ?? undefined,
    query,
    documents: documents.map((each) => (typeof each === 'string' ? each : each.text)),
    top: top ?? undefined,
    returnsDocuments: returnsDocuments ?? true,
  };
}

/** Every text of the request: the query, then the documents. */
export const rerankSlots = ({ query, documents }: RerankRequest): readonly TextSlot[] =>
  [query, ...documents].map((text, index) => ({
    path: index === 0 ? 'query' : `documents[${index - 1}]`,
    role: undefined,
    destination: 'prompt',
    escaping: 'none',
    text,
  }));

/**
 * The exact bytes for an upstream, with `texts` in the places of the slots. Documents are never asked back: the caller's
 * own take their places.
 */
export function encodeRerankRequest(
  { top, documents }: RerankRequest,
  [query = '', ...texts]: readonly string[],
  upstreamModel: string,
): string {
  return JSON.stringify({
    model: upstreamModel,
    query,
    documents: texts,
    top_n: top === undefined ? undefined : Math.min(top, documents.length),
    return_documents: false,
  });
}

/**
 * An upstream's whole answer, best first. @param documents how many there were.
 * @throws DomainError `provider_error` when it is anything else.
 */
export function decodeRanking(
  text: string,
  documents: number,
): { readonly ranked: readonly Ranked[]; readonly usage: ReportedUsage | undefined } {
  const body = answerFields(text);
  const ranked = asList(body['results']).map((each): Ranked => {
    const index = asCount(asFields(each)?.['index']);
    const score = asFields(each)?.['relevance_score'];
    if (index === undefined || index >= documents) return malformed();
    return typeof score === 'number' && Number.isFinite(score) ? { index, score } : malformed();
  });
  if (ranked.length === 0 || new Set(ranked.map(({ index }) => index)).size < ranked.length) malformed();
  return { ranked: ranked.sort((a, b) => b.score - a.score), usage: usageOf(body) };
}

/** Of Jina's and vLLM's `usage`, or of LiteLLM's and Cohere's `meta.tokens`. */
function usageOf(body: Fields): ReportedUsage | undefined {
  const usage = asFields(body['usage']);
  const tokens = asFields(asFields(body['meta'])?.['tokens']);
  const prompt =
    asCount(usage?.['prompt_tokens']) ?? asCount(usage?.['total_tokens']) ?? asCount(tokens?.['input_tokens']);
  return prompt === undefined
    ? undefined
    : { promptTokens: prompt, completionTokens: 0, cachedTokens: 0, reasoningTokens: 0 };
}
