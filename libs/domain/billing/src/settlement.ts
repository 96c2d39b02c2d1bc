import type { RequestId, TenantId } from '@radiant/kernel';
import type { UsageEntry } from './usage-entry.js';

/** How a reserved call ended. */
export type Settlement =
  | { readonly kind: 'usage'; readonly entry: UsageEntry }
  /** Nothing was consumed: what was reserved is free again. */
  | { readonly kind: 'release'; readonly tenantId: TenantId; readonly requestId: RequestId };

/**
 * A settlement as one line of JSON, as the spool keeps it and the database reads it. Amounts are decimal strings: a JSON
 * number would be read as a float.
 */
export function settlementLine(settlement: Settlement): string {
  if (settlement.kind === 'release') {
    return JSON.stringify({ kind: 'release', tenant_id: settlement.tenantId, request_id: settlement.requestId });
  }
  const { entry } = settlement;
  return JSON.stringify({
    kind: 'usage',
    tenant_id: entry.tenantId,
    request_id: entry.requestId,
    app_id: entry.appId,
    api_key_id: entry.apiKeyId,
    user_id: entry.userId,
    session_id: entry.sessionId,
    model_id: entry.modelId,
    provider_id: entry.providerId,
    request_type: entry.requestType,
    tags: entry.tags,
    input_tokens: entry.usage.inputTokens,
    cached_input_tokens: entry.usage.cachedInputTokens,
    output_tokens: entry.usage.outputTokens,
    reasoning_tokens: entry.usage.reasoningTokens,
    usage_detail: entry.usage.detail,
    cost_picos: entry.cost.picos.toString(),
    billed_amount_picos: entry.billedAmount.picos.toString(),
    estimated: entry.estimated,
    origin: 'call',
    price_version: entry.priceVersion,
    markup_basis_points: entry.markupBasisPoints,
    markup_version: entry.markupVersion,
    latency_ms: entry.latencyMs,
    created_at: new Date(entry.createdAt).toISOString(),
  });
}
