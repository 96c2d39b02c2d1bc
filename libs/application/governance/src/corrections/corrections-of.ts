import {
  corrected,
  CorrectionTally,
  markupInForce,
  type Correction,
  type CorrectionFigures,
  type MarkupInForce,
  type Price,
  type StandingCall,
} from '@radiant/billing';
import { DomainError, type ModelId } from '@radiant/kernel';
import type { Told } from '../audit-details.js';
import { unknown } from '../in-tenant.js';
import type { GovernanceTransaction } from '../ports/governance-transactions.js';
import { invalid } from '../validation.js';
import type { CheckedCorrection } from './asked-correction.js';

/** Calls that are priced anew in one transaction; a longer period is asked for in parts. */
const MOST_CALLS = 200_000;

/**
 * Prices the calls that are meant anew.
 * @param each is given every correction that changes something, in turn.
 * @throws DomainError `validation_error` naming what has no such price, or a period with too many calls; `not_found`;
 * `conflict` for one call that is billed as reserved where nobody says what it used.
 */
export async function correctionsOf(
  transaction: GovernanceTransaction,
  asked: CheckedCorrection,
  each: (correction: Correction) => Promise<void> = async () => undefined,
): Promise<CorrectionFigures> {
  const tally = new CorrectionTally();
  const pricing = new Pricing(transaction, asked);
  // also where there are no calls
  if (asked.requestId === undefined) await pricing.price(asked.modelId, asked.priceVersion);
  let seen = 0;
  for await (const call of callsOf(transaction, asked)) {
    seen += 1;
    if (seen > MOST_CALLS) throw invalid('to', `a day with no more than ${MOST_CALLS} calls before it`);
    if (call.origin === 'expiry' && asked.usage === undefined) {
      tally.leaveOut();
      continue;
    }
    const correction = await pricing.corrected(call);
    tally.add(correction);
    if (correction) await each(correction);
  }
  return tally.figures();
}

async function* callsOf(
  { corrections }: GovernanceTransaction,
  asked: CheckedCorrection,
): AsyncGenerator<StandingCall> {
  if (asked.requestId === undefined) {
    yield* corrections.calls(asked.modelId, asked.period);
    return;
  }
  const call = await corrections.call(asked.requestId);
  if (!call) throw unknown('call');
  if (call.origin === 'expiry' && asked.usage === undefined) {
    throw new DomainError('conflict', 'the call is billed as reserved: say what it used (usage)');
  }
  yield call;
}

/** The prices of the models that are looked at. */
class Pricing {
  private readonly known = new Map<string, Price>();

  constructor(
    private readonly transaction: GovernanceTransaction,
    private readonly asked: CheckedCorrection,
  ) {}

  async corrected(call: StandingCall): Promise<Correction | undefined> {
    const price = await this.price(call.modelId, this.asked.priceVersion ?? call.priceVersion);
    try {
      return corrected(call, price, this.asked.usage, await this.agreed(call));
    } catch (error) {
      if (!(error instanceof DomainError && error.code === 'model_not_priced')) throw error;
      throw invalid(
        this.asked.priceVersion === undefined ? 'usage' : 'price_version',
        'such that all that was used has a price',
      );
    }
  }

  /** What the tenant had agreed on when the call was made, which the row of an estimate does not say. */
  private async agreed({ origin, modelId, createdAt }: StandingCall): Promise<MarkupInForce | undefined> {
    return origin === 'call' ? undefined : markupInForce(await this.transaction.markups.list(), modelId, createdAt);
  }

  async price(modelId: ModelId, version: number): Promise<Price> {
    const key = `${modelId} ${version}`;
    const known = this.known.get(key);
    if (known) return known;
    const model = await this.transaction.models.find(modelId);
    if (!model) throw invalid('model_id', 'the id of a model');
    const price = model.prices.find((one) => one.version === version);
    if (!price) throw invalid('price_version', "a version of the model's price");
    this.known.set(key, price);
    return price;
  }
}

/** What corrections come to, as the trail tells it. */
export const toldFigures = (figures: CorrectionFigures): Told => ({
  calls: figures.calls,
  unchanged: figures.unchanged,
  estimates: figures.estimates,
  cost_before: figures.costBefore.toString(),
  cost_after: figures.costAfter.toString(),
  billed_before: figures.billedBefore.toString(),
  billed_after: figures.billedAfter.toString(),
});

/** What was asked for, as the trail tells it: ids, days and numbers. */
export const toldAsked = ({ reason, asked, priceVersion, ...rest }: CheckedCorrection): Told => ({
  reason,
  asked,
  price_version: priceVersion,
  ...(rest.requestId === undefined ? { model_id: rest.modelId } : { request_id: rest.requestId }),
});
