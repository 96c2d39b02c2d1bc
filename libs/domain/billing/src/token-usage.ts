/** Tokens of one call in disjoint parts: no token stands in two of them, their sum is what the provider counted. */
export interface TokenUsage {
  /** Prompt tokens that were not read from a cache. */
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  /** Completion tokens that are part of the answer. */
  readonly outputTokens: number;
  readonly reasoningTokens: number;
}

export const totalTokens = (usage: TokenUsage): number =>
  usage.inputTokens + usage.cachedInputTokens + usage.outputTokens + usage.reasoningTokens;
