import { setTimeout as pause } from 'node:timers/promises';
import { UsageLedger, type UsageEntry } from '@radiant/billing';
import { DomainError, GroupCommit } from '@radiant/kernel';
import pg from 'pg';
import { unavailable } from './stored-value.js';

/** Pauses before a batch is tried again when the connection failed, in ms. */
const RETRY_PAUSES = [50, 150, 400, 1_000];

const COLUMNS: readonly [name: string, type: string, value: (entry: UsageEntry) => unknown][] = [
  ['tenant_id', 'uuid', (entry) => entry.tenantId],
  ['request_id', 'uuid', (entry) => entry.requestId],
  ['app_id', 'text', (entry) => entry.appId],
  ['api_key_id', 'uuid', (entry) => entry.apiKeyId ?? null],
  ['user_id', 'text', (entry) => entry.userId ?? null],
  ['session_id', 'uuid', (entry) => entry.sessionId ?? null],
  ['model_id', 'text', (entry) => entry.modelId],
  ['provider_id', 'text', (entry) => entry.providerId],
  ['request_type', 'text', (entry) => entry.requestType],
  ['input_tokens', 'bigint', (entry) => entry.usage.inputTokens],
  ['cached_input_tokens', 'bigint', (entry) => entry.usage.cachedInputTokens],
  ['output_tokens', 'bigint', (entry) => entry.usage.outputTokens],
  ['reasoning_tokens', 'bigint', (entry) => entry.usage.reasoningTokens],
  ['cost_picos', 'bigint', (entry) => entry.cost.picos],
  ['billed_amount_picos', 'bigint', (entry) => entry.billedAmount.picos],
  ['estimated', 'boolean', (entry) => entry.estimated],
  ['price_version', 'integer', (entry) => entry.priceVersion],
  ['latency_ms', 'integer', (entry) => entry.latencyMs],
  ['created_at', 'timestamptz', (entry) => new Date(entry.createdAt)],
];

const names = COLUMNS.map(([name]) => name).join(', ');
const arrays = COLUMNS.map(([, type], i) => `$${i + 1}::${type}[]`).join(', ');
const APPEND = {
  name: 'append-usage',
  text: `insert into usage_records (${names}) select * from unnest(${arrays}) on conflict (tenant_id, request_id) do nothing`,
};
const AMOUNTS = {
  name: 'usage-amounts',
  text: `select u.tenant_id, u.request_id, u.billed_amount_picos::text as billed from usage_records u
    join unnest($1::uuid[], $2::uuid[]) as given (tenant_id, request_id) using (tenant_id, request_id)`,
};

interface Pending {
  readonly entry: UsageEntry;
  /** Set when this very entry is refused although its batch was written. */
  refusal?: DomainError;
}

/** Appends in batches: what arrives while a batch is being committed goes out with the next. */
export class PostgresUsageLedger extends UsageLedger {
  private readonly batches = new GroupCommit<Pending>({ maxBatch: 500, writers: 2, maxWaiting: 50_000 }, (batch) =>
    this.write(batch),
  );

  constructor(private readonly pool: pg.Pool) {
    super();
  }

  async append(entry: UsageEntry): Promise<void> {
    const pending: Pending = { entry };
    await this.batches.add(pending);
    if (pending.refusal) throw pending.refusal;
  }

  /** Writes what is waiting and closes the pool. */
  async close(): Promise<void> {
    await this.batches.drained();
    await this.pool.end();
  }

  private async write(batch: readonly Pending[]): Promise<void> {
    const values = COLUMNS.map(([, , value]) => batch.map(({ entry }) => value(entry)));
    try {
      const { rowCount } = await this.persist({ ...APPEND, values });
      if (rowCount !== batch.length) await this.compare(batch);
    } catch (error) {
      if (!isDataError(error)) throw unavailable(error);
      if (batch.length === 1) throw new DomainError('internal_error', 'a usage row was refused', {}, { cause: error });
      for (const pending of batch) await this.write([pending]).catch((refusal: unknown) => refuse(pending, refusal));
    }
  }

  /** Some were there already: the same amount is a repetition, another one a conflict. */
  private async compare(batch: readonly Pending[]): Promise<void> {
    const { rows } = await this.pool.query<{ tenant_id: string; request_id: string; billed: string }>({
      ...AMOUNTS,
      values: [batch.map(({ entry }) => entry.tenantId), batch.map(({ entry }) => entry.requestId)],
    });
    const stored = new Map(rows.map((row) => [`${row.tenant_id} ${row.request_id}`, row.billed]));
    for (const pending of batch) {
      const { tenantId, requestId, billedAmount } = pending.entry;
      if (stored.get(`${tenantId} ${requestId}`) === billedAmount.picos.toString()) continue;
      pending.refusal = new DomainError('conflict', 'the request is billed already, with another amount', {
        requestId,
      });
    }
  }

  private async persist(query: pg.QueryConfig): Promise<pg.QueryResult> {
    for (const wait of RETRY_PAUSES) {
      try {
        return await this.pool.query(query);
      } catch (error) {
        if (isDataError(error)) throw error;
        await pause(wait);
      }
    }
    return this.pool.query(query);
  }
}

function refuse(pending: Pending, refusal: unknown): void {
  pending.refusal = refusal instanceof DomainError ? refusal : unavailable(refusal);
}

/** SQLSTATE classes 22 and 23 (data exception, integrity violation): trying again can't help. */
const isDataError = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code !== undefined && /^2[23]/.test(error.code);
