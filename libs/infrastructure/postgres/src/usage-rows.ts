import { EntitySchema } from 'typeorm';
import { asBigInt, asCount } from './exact-columns.js';

export interface UsageRow {
  tenantId: string;
  requestId: string;
  appId: string;
  apiKeyId: string | null;
  userId: string | null;
  sessionId: string | null;
  modelId: string;
  providerId: string;
  requestType: string;
  inputTokens: number;
  cachedInputTokens: number;
  outputTokens: number;
  reasoningTokens: number;
  costPicos: bigint;
  billedAmountPicos: bigint;
  estimated: boolean;
  priceVersion: number;
  latencyMs: number;
  createdAt: Date;
  origin: string;
  tags: string[];
  usageDetail: object | null;
  markupBasisPoints: number | null;
  markupVersion: number | null;
}

export const usageRows = new EntitySchema<UsageRow>({
  name: 'usage_record',
  tableName: 'booked_usage',
  synchronize: false, // a view
  columns: {
    tenantId: { type: 'uuid', name: 'tenant_id', primary: true },
    requestId: { type: 'uuid', name: 'request_id', primary: true },
    appId: { type: 'text', name: 'app_id' },
    apiKeyId: { type: 'uuid', name: 'api_key_id', nullable: true },
    userId: { type: 'text', name: 'user_id', nullable: true },
    sessionId: { type: 'uuid', name: 'session_id', nullable: true },
    modelId: { type: 'text', name: 'model_id' },
    providerId: { type: 'text', name: 'provider_id' },
    requestType: { type: 'text', name: 'request_type' },
    inputTokens: { type: 'bigint', name: 'input_tokens', transformer: asCount },
    cachedInputTokens: { type: 'bigint', name: 'cached_input_tokens', transformer: asCount },
    outputTokens: { type: 'bigint', name: 'output_tokens', transformer: asCount },
    reasoningTokens: { type: 'bigint', name: 'reasoning_tokens', transformer: asCount },
    costPicos: { type: 'bigint', name: 'cost_picos', transformer: asBigInt },
    billedAmountPicos: { type: 'bigint', name: 'billed_amount_picos', transformer: asBigInt },
    estimated: { type: 'boolean' },
    priceVersion: { type: 'integer', name: 'price_version' },
    latencyMs: { type: 'integer', name: 'latency_ms' },
    createdAt: { type: 'timestamptz', name: 'created_at', default: () => 'now()' },
    origin: { type: 'text', default: 'call' },
    tags: { type: 'text', array: true, default: [] },
    usageDetail: { type: 'jsonb', name: 'usage_detail', nullable: true },
    markupBasisPoints: { type: 'integer', name: 'markup_basis_points', nullable: true },
    markupVersion: { type: 'integer', name: 'markup_version', nullable: true },
  },
});
