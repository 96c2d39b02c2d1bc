import type { PriceComponent } from '@radiant/kernel';

/** Kinds of prompt tokens with a price of their own, within `inputTokens`. */
export const INPUT_DETAILS = [
  'cache_write_tokens',
  'cache_write_1h_tokens',
  'audio_input_tokens',
  'image_input_tokens',
  'video_input_tokens',
] as const;

/** Kinds of completion tokens with a price of their own, within `outputTokens`. */
export const OUTPUT_DETAILS = ['audio_output_tokens', 'image_output_tokens'] as const;

/** What is counted beside tokens. `cache_hits`: the answer was kept from an earlier call, and no provider was asked. */
const UNIT_DETAILS = ['images', 'audio_seconds', 'video_seconds', 'models_3d', 'cache_hits'] as const;

export const USAGE_DETAILS = [...INPUT_DETAILS, ...OUTPUT_DETAILS, ...UNIT_DETAILS] as const;
export type UsageDetail = (typeof USAGE_DETAILS)[number];

/** Tokens of one call in four disjoint sums: no token stands in two of them, together they are what the provider counted. */
export interface TokenUsage {
  /** Prompt tokens that were not read from a cache, of whatever kind. */
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  /** Completion tokens that are part of the answer, of whatever kind. */
  readonly outputTokens: number;
  readonly reasoningTokens: number;
  /** What of the sums is no plain text, and what else was counted; absent when there is nothing of it. */
  readonly detail?: Readonly<Partial<Record<UsageDetail, number>>>;
}

/** How many units of each component; the parts that are tokens add up to `totalTokens`. */
export type UsageParts = Readonly<Partial<Record<PriceComponent, number>>>;

/** The usage of a call whose answer was kept from an earlier one. */
export const CACHE_HIT: TokenUsage = {
  inputTokens: 0,
  cachedInputTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  detail: { cache_hits: 1 },
};

export const totalTokens = (usage: TokenUsage): number =>
  usage.inputTokens + usage.cachedInputTokens + usage.outputTokens + usage.reasoningTokens;

/** The disjoint parts of one call, those that are not nothing. */
export function partsOf(usage: TokenUsage): UsageParts {
  const { detail } = usage;
  const all: [PriceComponent, number][] = [
    ['input_tokens', usage.inputTokens - sumOf(INPUT_DETAILS, detail)],
    ['cached_input_tokens', usage.cachedInputTokens],
    ['output_tokens', usage.outputTokens - sumOf(OUTPUT_DETAILS, detail)],
    ['reasoning_tokens', usage.reasoningTokens],
    ['requests', detail?.cache_hits ? 0 : 1], // a provider's
  ];
  if (detail) for (const kind of USAGE_DETAILS) all.push([kind, detail[kind] ?? 0]);
  return Object.fromEntries(all.filter(([, count]) => count !== 0));
}

const sumOf = (kinds: readonly UsageDetail[], detail: TokenUsage['detail']): number =>
  detail === undefined ? 0 : kinds.reduce((sum, kind) => sum + (detail[kind] ?? 0), 0);
