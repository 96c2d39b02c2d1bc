import { DomainError, Money } from '@radiant/kernel';
import { charge, mostCharge, type Price } from '../price.js';
import { HOLD_LIMITS } from '../reserve-call.js';
import type { BookedUsage } from './booked.js';
import type { Fault } from './difference.js';

type PriceFault = Omit<Fault, 'subject'>;

/** Whether a call costs again what the books say, at the version of its price that they name. */
export function verifyPrice(usage: BookedUsage, price: Price | undefined): readonly PriceFault[] {
  const costs = price && costsOf(usage, price);
  const [likely] = costs ?? [];
  if (!likely) {
    const part = `${usage.modelId} version ${usage.priceVersion}`;
    return [{ kind: 'price_missing', part, expected: Money.zero, found: usage.cost }];
  }
  const faults: PriceFault[] = [];
  const part = `version ${usage.priceVersion}`;
  if (!costs?.some((cost) => cost.equals(usage.cost))) {
    faults.push({ kind: 'repriced_cost', part, expected: likely, found: usage.cost });
  }
  if (usage.markupBasisPoints !== undefined) {
    const expected = usage.cost.withMarkup(usage.markupBasisPoints);
    if (!expected.equals(usage.billedAmount)) {
      faults.push({ kind: 'repriced_billed', part, expected, found: usage.billedAmount });
    }
  }
  return faults;
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
