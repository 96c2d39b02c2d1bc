import type { PriceComponent } from '@radiant/kernel';

/** USD per million tokens, as decimals. */
export type QuotedRates = Readonly<Partial<Record<PriceComponent, string>>>;

/** A model of a public provider: what is known of it, and its list price. */
export interface WellKnownModel {
  readonly id: string;
  /** What the provider calls it. */
  readonly name: string;
  readonly displayName: string;
  readonly capabilities: readonly string[];
  readonly contextWindow: number;
  readonly maxOutputTokens: number | undefined;
  readonly rates: QuotedRates;
  readonly tiers?: readonly { readonly aboveInputTokens: number; readonly rates: QuotedRates }[];
  readonly deprecationDate?: string;
}

export interface WellKnownProvider {
  readonly id: string;
  readonly name: string;
  /** Without /v1; null: by way of `LITELLM_URL`. */
  readonly baseUrl: string | null;
  readonly dialect: 'openai' | 'anthropic';
  /** Fields that it refuses: left out, or sent under another name. */
  readonly omit?: readonly string[];
  readonly rename?: Readonly<Record<string, string>>;
  readonly models: readonly WellKnownModel[];
}
