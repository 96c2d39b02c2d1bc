import { setTimeout as pause } from 'node:timers/promises';
import { UsageLedger, type UsageEntry } from '@radiant/billing';
import { DomainError, GroupCommit } from '@radiant/kernel';
import pg from 'pg';
import { unavailable } from './stored-value.js';

/** Pauses before a batch is tried again when the connection failed, in ms. */
const RETRY_PAUSES = [50, 150, 400, 1_000];

/** The columns of a row and their types; one JSON parameter carries the whole batch. */
const COLUMNS =
  'tenant_id uuid, request_id uuid, app_id text, api_key_id uuid, user_id text, session_id uuid, model_id text, ' +
  'provider_id text, request_type text, input_tokens bigint, cached_input_tokens bigint, output_tokens bigint, ' +
  'reasoning_tokens bigint, cost_picos bigint, billed_amount_picos bigint, estimated boolean, price_version integer, ' +
  'latency_ms integer, created_at timestamptz';
const NAMES = COLUMNS.replace(/ \w+(?=,|$)/g, '');
const APPEND = {
  name: 'append-usage',
  text: `insert into usage_records (${NAMES}) select ${NAMES} from json_to_recordset($1::json) as given (${COLUMNS})
    on conflict (tenant_id, request_id) do nothing`,
};
const AMOUNTS = {
  name: 'usage-amounts',
  text: `select u.tenant_id, u.request_id, u.billed_amount_picos::text as billed from usage_records u
    join unnest($1::uuid[], $2::uuid[]) as given (tenant_id, request_id) using (tenant_id, request_id)`,
};

interface Pending {
  readonly entry: UsageEntry;
  /** Made before it joins a batch, so that an entry that can't be written down fails alone. */
  readonly row: object;
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
    const pending: Pending = { entry, row: row(entry) };
    await this.batches.add(pending);
    if (pending.refusal) throw pending.refusal;
  }

  /** Writes what is waiting and closes the pool. */
  async close(): Promise<void> {
    await this.batches.drained();
    await this.pool.end();
  }

  private async write(batch: readonly Pending[]): Promise<void> {
    const values = [JSON.stringify(batch.map((pending) => pending.row))];
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

function refuse(pending: Pending, refusal: unknown): void {
  pending.refusal = refusal instanceof DomainError ? refusal : unavailable(refusal);
}

/** SQLSTATE classes 22 and 23 (data exception, integrity violation): trying again can't help. */
const isDataError = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code !== undefined && /^2[23]/.test(error.code);
