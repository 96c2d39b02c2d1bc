import type { TokenUsage } from '../token-usage.js';
import { anthropicUsage } from './anthropic-usage.js';
import { bedrockUsage } from './bedrock-usage.js';
import { Counts, fieldsOf } from './counts.js';
import { geminiUsage } from './gemini-usage.js';
import { openAiUsage, responsesUsage } from './openai-usage.js';

/**
 * The forms in which providers report usage. `openai` is the one of chat completions and embeddings, and of all who speak
 * it: vLLM, LiteLLM, Gemini's and Bedrock's compatible endpoints, xAI.
 */
export const USAGE_FORMS = ['openai', 'openai_responses', 'anthropic', 'gemini', 'bedrock_converse'] as const;
export type UsageForm = (typeof USAGE_FORMS)[number];

/** What a provider sent, as it came. */
export interface ReportedUsage {
  readonly form: UsageForm;
  readonly fields: unknown;
}

export interface NormalisedUsage {
  readonly usage: TokenUsage;
  /** The numbers contradicted each other or were no counts: they were cut to what can be, which must be told. */
  readonly doubtful: boolean;
}

/**
 * A provider's usage in disjoint parts, whose sum is the total that it reported. Undefined when it did not say how many
 * tokens went in and came out: then they are counted here, and nothing is free.
 */
export function normaliseUsage({ form, fields }: ReportedUsage): NormalisedUsage | undefined {
  const counts = new Counts();
  const usage = READERS[form](fieldsOf(fields), counts);
  return usage && { usage, doubtful: counts.doubtful };
}

type Reader = (fields: Readonly<Record<string, unknown>>, counts: Counts) => TokenUsage | undefined;

const READERS: Readonly<Record<UsageForm, Reader>> = {
  openai: openAiUsage,
  openai_responses: responsesUsage,
  anthropic: anthropicUsage,
  gemini: geminiUsage,
  bedrock_converse: bedrockUsage,
};
