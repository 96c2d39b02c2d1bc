import { charge, type Price, type UsageEntry } from '@radiant/billing';

export const CORRECTION = '00000000-0000-4000-8000-00000000f002';

/** Statements of a superuser that correct a call to twice the answer, as the administration does. */
export function plantedCorrection({ tenantId, ...before }: UsageEntry, price: Price): string {
  const usage = { ...before.usage, outputTokens: 2 * before.usage.outputTokens };
  const after = charge(usage, price);
  const row = {
    request_id: before.requestId,
    before_cost: before.cost.picos.toString(),
    before_billed: before.billedAmount.picos.toString(),
    before_version: before.priceVersion,
    input_tokens: usage.inputTokens,
    cached_input_tokens: usage.cachedInputTokens,
    output_tokens: usage.outputTokens,
    reasoning_tokens: usage.reasoningTokens,
    cost_picos: after.cost.picos.toString(),
    billed_amount_picos: after.billedAmount.picos.toString(),
    estimated: false,
    price_version: price.version,
    markup_basis_points: price.markupBasisPoints,
  };
  return `select set_config('app.tenant_id', '${tenantId}', true);
    insert into usage_corrections values
      ('${tenantId}', '${CORRECTION}', 'usage', '[]', 1, 0, 0, ${row.before_cost}, ${row.cost_picos}, ${row.before_billed},
        ${row.billed_amount_picos}, now(), 'grace');
    select correct_usage('${tenantId}', '${CORRECTION}', '${JSON.stringify([row])}');
    set constraints all immediate`;
}
