import type { Instant, ModelId, Money, RequestId } from '@radiant/kernel';
import { isReleased, type UsageOrigin } from '../books/booked.js';
import type { MarkupInForce } from '../markup.js';
import { charge, type Price } from '../price.js';
import { USAGE_DETAILS, type TokenUsage } from '../token-usage.js';

/** A closed list, so that nobody writes about a patient: a price was wrong, a count was, or the provider bills otherwise. */
export const CORRECTION_REASONS = ['price', 'usage', 'provider_bill'] as const;
export type CorrectionReason = (typeof CORRECTION_REASONS)[number];

/** What a call used, and what it costs by which versions. */
export interface BookedFigures {
  readonly usage: TokenUsage;
  readonly cost: Money;
  readonly billedAmount: Money;
  readonly estimated: boolean;
  readonly priceVersion: number;
  readonly markupBasisPoints: number | undefined;
  readonly markupVersion: number | undefined;
}

/** A call as it stands after the corrections that there were. */
export interface StandingCall extends BookedFigures {
  readonly requestId: RequestId;
  readonly modelId: ModelId;
  readonly origin: UsageOrigin;
  /** Nothing was heard of it yet, so which of its routes it took is not known, though it may be corrected by hand. */
  readonly unheard: boolean;
  readonly createdAt: Instant;
}

/** What is posted: the reversal of `before`, and `after` in its place. */
export interface Correction {
  readonly requestId: RequestId;
  readonly before: BookedFigures;
  readonly after: BookedFigures;
}

/**
 * What a call comes to at another version of its price, with other tokens, or both; undefined where nothing is another.
 * A markup of the tenant's own stays as it was agreed; otherwise that of the price is added.
 * One of which nothing was heard stays estimated, whatever is said of its tokens: its price is that of the dearest route that
 * it may have taken.
 * @param usage what was used indeed; undefined: what stands there.
 * @param agreed the tenant's own markup of then, for a call that is billed as reserved: its row names none.
 * @throws DomainError `model_not_priced` when something was used that the price does not have.
 */
export function corrected(
  call: StandingCall,
  price: Price,
  usage?: TokenUsage,
  agreed?: MarkupInForce,
): Correction | undefined {
  if (usage === undefined && isReleased(call)) return undefined;
  const own = call.origin === 'expiry' ? agreed : ownMarkup(call);
  const markupBasisPoints = own?.basisPoints ?? price.markupBasisPoints;
  const counted = usage ?? call.usage;
  const { cost, billedAmount, assumed } = charge(counted, { ...price, markupBasisPoints });
  const after: BookedFigures = {
    usage: counted,
    cost,
    billedAmount,
    estimated: assumed.length > 0 || call.unheard || (usage === undefined && call.estimated),
    priceVersion: price.version,
    markupBasisPoints,
    markupVersion: own?.version,
  };
  return isSame(call, after) ? undefined : { requestId: call.requestId, before: call, after };
}

const ownMarkup = ({ markupVersion: version, markupBasisPoints: basisPoints }: BookedFigures) =>
  version === undefined ? undefined : { version, basisPoints };

const isSame = (before: BookedFigures, after: BookedFigures): boolean =>
  before.cost.equals(after.cost) &&
  before.billedAmount.equals(after.billedAmount) &&
  before.priceVersion === after.priceVersion &&
  before.markupBasisPoints === after.markupBasisPoints &&
  sameUsage(before.usage, after.usage);

const sameUsage = (a: TokenUsage, b: TokenUsage): boolean =>
  a.inputTokens === b.inputTokens &&
  a.cachedInputTokens === b.cachedInputTokens &&
  a.outputTokens === b.outputTokens &&
  a.reasoningTokens === b.reasoningTokens &&
  USAGE_DETAILS.every((kind) => (a.detail?.[kind] ?? 0) === (b.detail?.[kind] ?? 0));
