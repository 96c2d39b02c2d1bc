import { DomainError } from '@radiant/kernel';
import { bodyParser } from '../body-parser.js';
import type { TextSlot } from '../text-slot.js';

/** OpenAI's limit of inputs in one request. */
const MOST_INPUTS = 2_048;
const MOST_DIMENSIONS = 65_536;
const INPUT = 'a text, a list of texts, a list of token numbers, or a list of such lists; none of them empty';

/** The canonical form of an embeddings call. */
export interface EmbeddingsRequest {
  /** As the caller named it; undefined: the tenant's default. */
  readonly model: string | undefined;
  readonly input: EmbeddingsInput;
  readonly dimensions: number | undefined;
  /** Whether the caller wants the bytes of 32-bit floats in base64: the default of OpenAI's JavaScript client. */
  readonly base64: boolean;
}

/** Tokens are numbers of a vocabulary: nothing here can read them. */
export type EmbeddingsInput =
  | { readonly kind: 'texts'; readonly texts: readonly string[] }
  | { readonly kind: 'tokens'; readonly tokens: readonly (readonly number[])[] };

/** What only the native API says in its body. */
export interface EmbeddingsControls {
  readonly enablePhi: boolean | undefined;
  readonly phiCategories: readonly string[];
}

interface EmbeddingsBody {
  readonly model?: string | null;
  readonly input: unknown;
  readonly dimensions?: number | null;
  readonly encoding_format?: 'float' | 'base64' | null;
}

interface NativeEmbeddingsBody extends EmbeddingsBody {
  readonly enable_phi?: boolean | null;
  readonly phi_categories?: readonly string[] | null;
}

/** Fields that are not named here are neither refused nor forwarded. */
const SCHEMA = {
  type: 'object',
  required: ['input'],
  properties: {
    model: { type: ['string', 'null'], minLength: 1, maxLength: 200 },
    dimensions: { type: ['integer', 'null'], minimum: 1, maximum: MOST_DIMENSIONS },
    encoding_format: { enum: ['float', 'base64', null] },
  },
};
const NATIVE_SCHEMA = {
  ...SCHEMA,
  properties: {
    ...SCHEMA.properties,
    enable_phi: { type: ['boolean', 'null'] },
    phi_categories: {
      type: ['array', 'null'],
      maxItems: 64,
      items: { type: 'string', minLength: 1, maxLength: 64 },
    },
  },
};
const parse = bodyParser<EmbeddingsBody>(SCHEMA);
const parseNative = bodyParser<NativeEmbeddingsBody>(NATIVE_SCHEMA);

/** `POST /v1/embeddings` to canonical. @throws DomainError `validation_error` naming the first bad field. */
export const decodeEmbeddingsRequest = (body: unknown): EmbeddingsRequest => canonical(parse(body));

/** `POST /api/v2/embeddings` to canonical. @throws DomainError `validation_error` naming the first bad field. */
export function decodeNativeEmbeddingsRequest(body: unknown): {
  request: EmbeddingsRequest;
  controls: EmbeddingsControls;
} {
  const parsed = parseNative(body);
  return {
    request: canonical(parsed),
    controls: { enablePhi: parsed.enable_phi ?? undefined, phiCategories: parsed.phi_categories ?? [] },
  };
}

/** Every text of the request, in order. */
export const embeddingsSlots = ({ input }: EmbeddingsRequest): readonly TextSlot[] =>
  input.kind === 'tokens'
    ? []
    : input.texts.map((text, index) => ({
        path: `input[${index}]`,
        role: undefined,
        destination: 'prompt',
        escaping: 'none',
        text,
      }));

/**
 * The exact bytes for an OpenAI-compatible upstream, with `texts` in the places of the slots. Floats are always asked for:
 * every upstream has them, and base64 is made of them here.
 */
export function encodeEmbeddingsRequest(
  { input, dimensions }: EmbeddingsRequest,
  texts: readonly string[],
  upstreamModel: string,
): string {
  return JSON.stringify({
    model: upstreamModel,
    input: input.kind === 'tokens' ? input.tokens : texts,
    dimensions,
    encoding_format: 'float',
  });
}

/** How many vectors are to come back. */
export const inputCount = ({ input }: EmbeddingsRequest): number =>
  input.kind === 'tokens' ? input.tokens.length : input.texts.length;

const canonical = (body: EmbeddingsBody): EmbeddingsRequest => ({
  model: body.model ?? undefined,
  input: readInput(body.input),
  dimensions: body.dimensions ?? undefined,
  base64: body.encoding_format === 'base64',
});

function readInput(input: unknown): EmbeddingsInput {
  if (isText(input)) return { kind: 'texts', texts: [input] };
  if (isTokens(input)) return { kind: 'tokens', tokens: [input] };
  const list: readonly unknown[] = Array.isArray(input) ? input : [];
  if (list.length > MOST_INPUTS) throw invalid(`at most ${MOST_INPUTS} inputs`);
  if (list.length > 0 && list.every(isText)) return { kind: 'texts', texts: list };
  if (list.length > 0 && list.every(isTokens)) return { kind: 'tokens', tokens: list };
  throw invalid(INPUT);
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const isToken = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

const isTokens = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.length > 0 && value.every(isToken);

const invalid = (expected: string): DomainError =>
  new DomainError('validation_error', `input must be ${expected}`, { field: 'input' });
