import {
  CORRECTION_REASONS,
  daysPeriod,
  INPUT_DETAILS,
  OUTPUT_DETAILS,
  type CorrectionReason,
  type Period,
  type TokenUsage,
} from '@radiant/billing';
import { modelId, requestId, type ModelId, type RequestId } from '@radiant/kernel';
import { checkedDays, type AskedDays } from '../invoices/invoice-fields.js';
import { checkedChoice, checkedId, checkedInteger, invalid } from '../validation.js';

/** What no call has more of; what providers report above it is not believed either. */
const MOST_UNITS = 50_000_000;

/** One call, with other tokens or another price; or all calls of a model and a period at another price. */
export interface AskedCorrection extends AskedDays {
  readonly reason: string;
  readonly requestId?: string;
  readonly usage?: TokenUsage;
  readonly modelId?: string;
  readonly priceVersion?: number;
}

/** Which calls, and what of them is another. */
export type CheckedCorrection = {
  readonly reason: CorrectionReason;
  readonly usage: TokenUsage | undefined;
  /** The same words for the same question. */
  readonly asked: string;
} & (
  | { readonly requestId: RequestId; readonly priceVersion: number | undefined }
  | {
      readonly requestId: undefined;
      readonly modelId: ModelId;
      readonly period: Period;
      readonly priceVersion: number;
    }
);

/** @param timeZone of the tenant, whose days are meant. @throws DomainError `validation_error` naming the field. */
export function checkedCorrection(given: AskedCorrection, timeZone: string): CheckedCorrection {
  const reason = checkedChoice('reason', given.reason, CORRECTION_REASONS);
  const priceVersion =
    given.priceVersion === undefined ? undefined : checkedInteger('price_version', given.priceVersion, 1, 2 ** 31 - 1);
  const { month, from, to } = given;
  if (given.requestId !== undefined) {
    if (given.modelId !== undefined) throw invalid('model_id', 'left out where request_id is given');
    const field = Object.entries({ month, from, to }).find(([, value]) => value !== undefined)?.[0];
    if (field !== undefined) throw invalid(field, 'left out where request_id is given');
    const usage = given.usage && checkedUsage(given.usage);
    if (!usage && priceVersion === undefined) throw invalid('usage', 'given, or price_version');
    const id = checkedId('request_id', given.requestId, requestId);
    return { reason, requestId: id, usage, priceVersion, asked: JSON.stringify([reason, id, usage, priceVersion]) };
  }
  if (given.modelId === undefined) throw invalid('request_id', 'given, or model_id with a period');
  if (given.usage !== undefined) throw invalid('usage', 'of one call, with request_id');
  if (priceVersion === undefined) throw invalid('price_version', 'given for a period');
  const model = checkedId('model_id', given.modelId, modelId);
  const days = checkedDays({ month, from, to });
  return {
    reason,
    requestId: undefined,
    modelId: model,
    period: daysPeriod(days.from, days.to, timeZone),
    usage: undefined,
    priceVersion,
    asked: JSON.stringify([reason, model, days.from, days.to, priceVersion]),
  };
}

/** Parts in one order; kinds of a sum are no more than it. */
function checkedUsage(usage: TokenUsage): TokenUsage {
  const count = (field: string, value: number): number => checkedInteger(field, value, 0, MOST_UNITS);
  const detail = Object.fromEntries(
    Object.entries(usage.detail ?? {})
      .map(([kind, value]): [string, number] => [kind, count(`usage.detail.${kind}`, value)])
      .filter(([, value]) => value > 0)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  const counted: TokenUsage = {
    inputTokens: count('usage.input_tokens', usage.inputTokens),
    cachedInputTokens: count('usage.cached_input_tokens', usage.cachedInputTokens),
    outputTokens: count('usage.output_tokens', usage.outputTokens),
    reasoningTokens: count('usage.reasoning_tokens', usage.reasoningTokens),
    ...(Object.keys(detail).length > 0 && { detail }),
  };
  const sides = [
    ['usage.input_tokens', counted.inputTokens, INPUT_DETAILS],
    ['usage.output_tokens', counted.outputTokens, OUTPUT_DETAILS],
  ] as const;
  for (const [field, sum, kinds] of sides) {
    const parts = kinds.reduce((total, kind) => total + (counted.detail?.[kind] ?? 0), 0);
    if (parts > sum) throw invalid(field, 'as much as its kinds in usage.detail at least');
  }
  return counted;
}
