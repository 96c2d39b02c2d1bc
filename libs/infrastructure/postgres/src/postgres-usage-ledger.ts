import { UsageLedger, type UsageEntry } from '@radiant/billing';
import { DomainError } from '@radiant/kernel';
import type pg from 'pg';
import { AppendBatches } from './append-batches.js';

/** A usage row is worth waiting for: the call is over, and nobody waits for more than its last byte. */
const RETRY_PAUSES = [50, 150, 400, 1_000];

const BILLED = {
  name: 'billed-usage',
  text: 'select tenant_id, request_id, billed_amount_picos::text as billed from billed_usage($1::uuid[], $2::uuid[])',
};

/** Appends in batches that may hold rows of many tenants. */
export class PostgresUsageLedger extends UsageLedger {
  private readonly batches: AppendBatches<UsageEntry>;

  constructor(private readonly pool: pg.Pool) {
    super();
    this.batches = new AppendBatches(pool, {
      appendWith: 'append_usage',
      row,
      retryPauses: RETRY_PAUSES,
      refusals: (entries) => this.conflicts(entries),
    });
  }

  append(entry: UsageEntry): Promise<void> {
    return this.batches.append(entry);
  }

  /** Writes what is waiting and closes the pool. */
  close(): Promise<void> {
    return this.batches.close();
  }

  /** Of requests that were billed before, the same amount is a repetition and another one a conflict. */
  private async conflicts(entries: readonly UsageEntry[]): Promise<ReadonlyMap<UsageEntry, DomainError>> {
    const { rows } = await this.pool.query<{ tenant_id: string; request_id: string; billed: string }>({
      ...BILLED,
      values: [entries.map(({ tenantId }) => tenantId), entries.map(({ requestId }) => requestId)],
    });
    const stored = new Map(rows.map((row) => [`${row.tenant_id} ${row.request_id}`, row.billed]));
    return new Map(
      entries
        .filter((entry) => stored.get(`${entry.tenantId} ${entry.requestId}`) !== entry.billedAmount.picos.toString())
        .map((entry) => [entry, conflict(entry)]),
    );
  }
}

const conflict = ({ requestId }: UsageEntry): DomainError =>
  new DomainError('conflict', 'the request is billed already, with another amount', { requestId });

/** Amounts go as decimal strings: a JSON number would be read as a float. */
const row = (entry: UsageEntry): object => ({
  tenant_id: entry.tenantId,
  request_id: entry.requestId,
  app_id: entry.appId,
  api_key_id: entry.apiKeyId,
  user_id: entry.userId,
  session_id: entry.sessionId,
  model_id: entry.modelId,
  provider_id: entry.providerId,
  request_type: entry.requestType,
  input_tokens: entry.usage.inputTokens,
  cached_input_tokens: entry.usage.cachedInputTokens,
  output_tokens: entry.usage.outputTokens,
  reasoning_tokens: entry.usage.reasoningTokens,
  cost_picos: entry.cost.picos.toString(),
  billed_amount_picos: entry.billedAmount.picos.toString(),
  estimated: entry.estimated,
  price_version: entry.priceVersion,
  latency_ms: entry.latencyMs,
  created_at: new Date(entry.createdAt).toISOString(),
});
