import type { TokenUsage, UsageDetail } from '../token-usage.js';
import type { Counts } from './counts.js';

/** What a provider said of a call, before it is known whether it can be true. */
export interface Claims {
  /** Every prompt token, cached ones included. */
  readonly prompt: number;
  /** Of those, by kind; who is first has the first claim. */
  readonly cached: number;
  readonly promptKinds: readonly (readonly [UsageDetail, number])[];
  /** Every completion token, reasoning included. */
  readonly completion: number;
  readonly reasoning: number;
  readonly completionKinds: readonly (readonly [UsageDetail, number])[];
}

/** Parts that add up to the prompt and the completion, whatever was claimed of them. */
export function sharedOut(claims: Claims, counts: Counts): TokenUsage {
  const prompt = counts.shares(claims.prompt, [['cached', claims.cached], ...claims.promptKinds]);
  const completion = counts.shares(claims.completion, [['reasoning', claims.reasoning], ...claims.completionKinds]);
  const { cached = 0, ...promptDetail } = prompt.of;
  const { reasoning = 0, ...completionDetail } = completion.of;
  const sums = {
    inputTokens: claims.prompt - cached,
    cachedInputTokens: cached,
    outputTokens: claims.completion - reasoning,
    reasoningTokens: reasoning,
  };
  const detail = { ...promptDetail, ...completionDetail };
  return Object.keys(detail).length === 0 ? sums : { ...sums, detail };
}

/**
 * What a stated total says beyond prompt and completion. Some providers leave thinking out of the completion and count it
 * in the total alone (Gemini's compatible endpoint, xAI): it is charged as output. A total that is too small is wrong.
 */
export function beyond(total: number | undefined, prompt: number, completion: number, counts: Counts): number {
  if (total === undefined) return 0;
  if (total < prompt + completion) counts.doubtful = true;
  return Math.max(total - prompt - completion, 0);
}
