import { DomainError, Money } from '@radiant/kernel';
import { charge, chargeOfHits, mostCharge, type Price } from '../price.js';
import { HOLD_LIMITS } from '../reserve-call.js';
import type { TenantMarkup } from '../markup.js';
import { isReleased, type BookedUsage } from './booked.js';
import type { Fault } from './difference.js';

type PriceFault = Omit<Fault, 'subject'>;

/**
 * Whether a call costs again what the books say, at the version of its price and of its tenant's markup that they name.
 * @param markups of the tenant.
 */
export function verifyPrice(
  usage: BookedUsage,
  price: Price | undefined,
  markups: ReadonlyMap<number, TenantMarkup>,
): readonly PriceFault[] {
  const costs = price && costsOf(usage, price);
  const [likely] = costs ?? [];
  if (!price || !likely) {
    const part = `${usage.modelId} version ${usage.priceVersion}`;
    return [{ kind: 'price_missing', part, expected: Money.zero, found: usage.cost }];
  }
  const faults: PriceFault[] = [];
  const part = `version ${usage.priceVersion}`;
  if (!isReleased(usage) && !costs?.some((cost) => cost.equals(usage.cost))) {
    faults.push({ kind: 'repriced_cost', part, expected: likely, found: usage.cost });
  }
  if (usage.markupBasisPoints !== undefined) {
    const hits = chargeOfHits(usage.usage, price);
    const expected = usage.cost.withMarkup(usage.markupBasisPoints).plus(hits);
    if (!expected.equals(usage.billedAmount)) {
      faults.push({ kind: 'repriced_billed', part, expected, found: usage.billedAmount });
    }
    const pinned = pinnedMarkup(usage, price, markups);
    if (pinned !== usage.markupBasisPoints) {
      const of = usage.markupVersion === undefined ? part : `markup version ${usage.markupVersion}`;
      const billed = pinned === undefined ? Money.zero : usage.cost.withMarkup(pinned).plus(hits);
      faults.push({ kind: 'markup', part: of, expected: billed, found: usage.billedAmount });
    }
  }
  return faults;
}

/** What the version that the row names adds; undefined where there is no such, or it is not about the call. */
function pinnedMarkup(
  { modelId, markupVersion, createdAt }: BookedUsage,
  price: Price,
  markups: ReadonlyMap<number, TenantMarkup>,
): number | undefined {
  if (markupVersion === undefined) return price.markupBasisPoints;
  const markup = markups.get(markupVersion);
  const isOfCall = markup && (markup.modelId ?? modelId) === modelId && markup.effectiveFrom <= createdAt;
  return isOfCall ? markup.basisPoints : undefined;
}

/** One, or for a call that expired those that its reservation can have stood at; none where there is no price for it. */
function costsOf({ usage, origin }: BookedUsage, price: Price): readonly Money[] {
  try {
    switch (origin) {
      case 'call':
        return [charge(usage, price).cost];
      case 'expiry':
        return HOLD_LIMITS.map((never) => mostCharge(usage.inputTokens, usage.outputTokens, price, never).cost);
    }
  } catch (error) {
    if (error instanceof DomainError && error.code === 'model_not_priced') return [];
    throw error;
  }
}
