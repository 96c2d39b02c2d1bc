import { REQUEST_TYPES, type UsageEntry } from '@radiant/billing';
import { apiKeyId, appId, modelId, Money, providerId, requestId, sessionId, tenantId, userId } from '@radiant/kernel';
import { recordedUsage } from './stored-usage.js';
import { storedWord } from './stored-value.js';

/** A row of booked_usage as a plain statement answers it. */
export interface UsageRecord {
  readonly tenant_id: string;
  readonly request_id: string;
  readonly app_id: string;
  readonly api_key_id: string | null;
  readonly user_id: string | null;
  readonly session_id: string | null;
  readonly model_id: string;
  readonly provider_id: string;
  readonly request_type: string;
  readonly tags: readonly string[];
  readonly input_tokens: string;
  readonly cached_input_tokens: string;
  readonly output_tokens: string;
  readonly reasoning_tokens: string;
  readonly usage_detail: object | null;
  readonly cost_picos: string;
  readonly billed_amount_picos: string;
  readonly estimated: boolean;
  readonly price_version: number;
  readonly markup_basis_points: number | null;
  readonly markup_version: number | null;
  readonly latency_ms: number;
  readonly created_at: Date;
  /** `created_at` to the microsecond, which a Date has not: a next page skips and repeats nothing. */
  readonly cursor: string;
}

/** @throws DomainError `service_unavailable` when the row is not valid. */
export const usageEntryOf = (row: UsageRecord): UsageEntry => ({
  tenantId: tenantId(row.tenant_id),
  requestId: requestId(row.request_id),
  appId: appId(row.app_id),
  apiKeyId: row.api_key_id === null ? undefined : apiKeyId(row.api_key_id),
  userId: row.user_id === null ? undefined : userId(row.user_id),
  sessionId: row.session_id === null ? undefined : sessionId(row.session_id),
  modelId: modelId(row.model_id),
  providerId: providerId(row.provider_id),
  requestType: storedWord(REQUEST_TYPES, row.request_type),
  tags: row.tags,
  usage: recordedUsage(row),
  cost: Money.ofPicos(BigInt(row.cost_picos)),
  billedAmount: Money.ofPicos(BigInt(row.billed_amount_picos)),
  estimated: row.estimated,
  priceVersion: row.price_version,
  markupBasisPoints: row.markup_basis_points ?? undefined,
  markupVersion: row.markup_version ?? undefined,
  latencyMs: row.latency_ms,
  createdAt: row.created_at.getTime(),
});
