import type { ReportedUsage } from '../completion.js';
import { asCount, asFields, asList } from '../json-reader.js';
import { answerFields, malformed } from '../provider-answer.js';

/** An upstream's answer: one vector for each input, in order. */
export interface Embeddings {
  readonly vectors: readonly (readonly number[])[];
  /** Undefined when the provider said nothing. */
  readonly usage: ReportedUsage | undefined;
}

/**
 * An upstream's whole answer to canonical. @param expected how many vectors it must hold.
 * @throws DomainError `provider_error` when it is anything else.
 */
export function decodeEmbeddings(text: string, expected: number): Embeddings {
  const body = answerFields(text);
  const vectors: (readonly number[] | undefined)[] = Array.from({ length: expected }, () => undefined);
  for (const [position, entry] of asList(body['data']).entries()) {
    const fields = asFields(entry) ?? malformed();
    const index = asCount(fields['index']) ?? position;
    if (index >= expected || vectors[index] !== undefined) malformed();
    vectors[index] = vector(fields['embedding']);
  }
  return { vectors: vectors.map((found) => found ?? malformed()), usage: usage(body['usage']) };
}

function vector(value: unknown): readonly number[] {
  const numbers = asList(value);
  return numbers.length > 0 && numbers.every(isNumber) ? numbers : malformed();
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** An embedding has no output. */
function usage(value: unknown): ReportedUsage | undefined {
  const fields = asFields(value);
  const prompt = asCount(fields?.['prompt_tokens']) ?? asCount(fields?.['total_tokens']);
  if (prompt === undefined) return undefined;
  return {
    promptTokens: prompt,
    completionTokens: 0,
    cachedTokens: 0,
    reasoningTokens: 0,
    asSent: {
      form: 'openai',
      fields: { prompt_tokens: prompt, total_tokens: asCount(fields?.['total_tokens']) ?? prompt },
    },
  };
}
