import { asFields, type Fields } from './json-reader.js';

/** How likely the tokens of an answer were; of each text that was asked for, or null. */
export interface TokenLogprobs {
  readonly content: readonly TokenLogprob[] | null;
  readonly refusal: readonly TokenLogprob[] | null;
}

export interface LikelyToken {
  readonly token: string;
  /** Natural logarithm of the probability. */
  readonly logprob: number;
  /** UTF-8 of the token, where it is known. */
  readonly bytes: readonly number[] | null;
}

export interface TokenLogprob extends LikelyToken {
  /** What else could have stood there. */
  readonly alternatives: readonly LikelyToken[];
}

/** A provider's `logprobs` object; undefined when it is none. */
export function decodeLogprobs(value: unknown): TokenLogprobs | undefined {
  const body = asFields(value);
  if (!body) return undefined;
  const [content, refusal] = [tokens(body['content']), tokens(body['refusal'])];
  return content || refusal ? { content: content ?? null, refusal: refusal ?? null } : undefined;
}

/** As OpenAI has it. */
export const encodeLogprobs = (logprobs: TokenLogprobs | undefined): object | null =>
  logprobs === undefined
    ? null
    : {
        content: logprobs.content?.map(encodeToken) ?? null,
        refusal: logprobs.refusal?.map(encodeToken) ?? null,
      };

const encodeToken = (token: TokenLogprob): object => ({
  ...likely(token),
  top_logprobs: token.alternatives.map(likely),
});

const likely = ({ token, logprob, bytes }: LikelyToken): object => ({ token, logprob, bytes });

/** Undefined unless every one is a token: half of them would belong to half of the text. */
function tokens(value: unknown): readonly TokenLogprob[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const read = value.map((each: unknown) => {
    const fields = asFields(each);
    const token = fields && likelyToken(fields);
    return token && { ...token, alternatives: alternatives(fields['top_logprobs']) };
  });
  return read.every((token) => token !== undefined) ? read : undefined;
}

const alternatives = (value: unknown): readonly LikelyToken[] =>
  Array.isArray(value)
    ? value.map((each: unknown) => likelyToken(asFields(each) ?? {})).filter((token) => token !== undefined)
    : [];

function likelyToken({ token, logprob, bytes }: Fields): LikelyToken | undefined {
  if (typeof token !== 'string' || typeof logprob !== 'number') return undefined;
  return { token, logprob, bytes: Array.isArray(bytes) ? bytes.filter((byte) => typeof byte === 'number') : null };
}
