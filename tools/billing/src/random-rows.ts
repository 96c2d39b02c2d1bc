import { PRICE_COMPONENTS, type PriceComponent, type Rates } from '@radiant/kernel';
import type { Price, TokenUsage, UsageDetail } from '@radiant/billing';
import { USAGE_DETAILS } from '@radiant/billing';

/** Random numbers that a seed repeats (mulberry32). */
export class Random {
  constructor(private state: number) {}

  /** From 0 to 2^32 - 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  below(limit: number): number {
    return this.next() % limit;
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }
}

/** A call and its price: counts and rates of every size, tiers near the prompt's length, any markup. */
export interface Row {
  readonly usage: TokenUsage;
  readonly price: Price;
}

export function randomRow(random: Random): Row {
  const detail = Object.fromEntries(
    USAGE_DETAILS.filter(() => random.chance(30)).map((kind) => [kind, count(random)] as const),
  );
  const of = (kinds: readonly UsageDetail[]): number => kinds.reduce((sum, kind) => sum + (detail[kind] ?? 0), 0);
  const usage: TokenUsage = {
    inputTokens: count(random) + of(USAGE_DETAILS.filter((kind) => /write|_input_/.test(kind))),
    cachedInputTokens: count(random),
    outputTokens: count(random) + of(USAGE_DETAILS.filter((kind) => kind.includes('_output_'))),
    reasoningTokens: count(random),
    ...(Object.keys(detail).length > 0 && { detail }),
  };
  const prompt = usage.inputTokens + usage.cachedInputTokens;
  const bounds = new Set(
    [0, 1, 2]
      .filter(() => random.chance(30))
      .map(() => Math.max(1, prompt + random.below(5) - 2 - random.below(2) * prompt)),
  );
  return {
    usage,
    price: {
      version: 1,
      rates: rates(random, PRICE_COMPONENTS),
      tiers: [...bounds]
        .sort((a, b) => a - b)
        .map((aboveInputTokens) => ({
          aboveInputTokens,
          rates: rates(
            random,
            PRICE_COMPONENTS.filter(() => random.chance(40)),
          ),
        })),
      markupBasisPoints: random.chance(20) ? 0 : random.below(100_000),
    },
  };
}

const rates = (random: Random, components: readonly PriceComponent[]): Rates =>
  Object.fromEntries(components.map((component) => [component, rate(random)]));

/** Of 1 to 8 digits, so that small and large counts are as frequent. */
const count = (random: Random): number => (random.chance(15) ? 0 : random.below(10 ** (1 + random.below(8))));

/** From 0 to 10^12 pico-USD, odd ends included. */
const rate = (random: Random): bigint =>
  random.chance(5) ? 0n : BigInt(random.next()) % 10n ** BigInt(1 + random.below(12));
