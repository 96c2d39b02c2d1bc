import { setTimeout as pause } from 'node:timers/promises';
import { DomainError, GroupCommit } from '@radiant/kernel';
import pg from 'pg';
import { unavailable } from './stored-value.js';

export interface AppendOptions<Entry> {
  /** The database's function: takes a JSON array of rows of any tenants, answers how many were new. */
  readonly appendWith: 'append_audit' | 'append_usage';
  readonly row: (entry: Entry) => object;
  /** Pauses before a batch is tried again when the connection failed, in ms. */
  readonly retryPauses: readonly number[];
  /** Asked when some of a batch were there already: which of them must be refused. */
  readonly refusals?: (entries: readonly Entry[]) => Promise<ReadonlyMap<Entry, DomainError>>;
}

interface Pending<Entry> {
  readonly entry: Entry;
  /** Made before it joins a batch, so that an entry that can't be written down fails alone. */
  readonly row: object;
  /** Set when this very entry is refused although its batch was written. */
  refusal?: DomainError;
}

/** Appends rows in batches: what arrives while a batch is being committed goes out with the next. */
export class AppendBatches<Entry> {
  private readonly batches = new GroupCommit<Pending<Entry>>(
    { maxBatch: 500, writers: 2, maxWaiting: 50_000 },
    (batch) => this.write(batch),
  );

  constructor(
    private readonly pool: pg.Pool,
    private readonly options: AppendOptions<Entry>,
  ) {}

  /**
   * Resolves when the row is durable. @throws DomainError `service_unavailable`, `internal_error` when the database can't
   * take this row, and what `refusals` says.
   */
  async append(entry: Entry): Promise<void> {
    const pending: Pending<Entry> = { entry, row: this.options.row(entry) };
    await this.batches.add(pending);
    if (pending.refusal) throw pending.refusal;
  }

  /** Calls the function with no rows. @throws DomainError `service_unavailable` */
  async ping(): Promise<void> {
    try {
      await this.persist('[]');
    } catch (error) {
      throw unavailable(error);
    }
  }

  /** Writes what is waiting and closes the pool. */
  async close(): Promise<void> {
    await this.batches.drained();
    await this.pool.end();
  }

  private async write(batch: readonly Pending<Entry>[]): Promise<void> {
    try {
      const added = await this.persist(JSON.stringify(batch.map(({ row }) => row)));
      if (added !== batch.length) await this.compare(batch);
    } catch (error) {
      if (!isDataError(error)) throw unavailable(error);
      if (batch.length === 1) throw new DomainError('internal_error', 'a row was refused', {}, { cause: error });
      await this.writeInHalves(batch);
    }
  }

  /** Finds the row that the database can't take in few steps; the others are written. */
  private async writeInHalves(batch: readonly Pending<Entry>[]): Promise<void> {
    const middle = Math.ceil(batch.length / 2);
    for (const half of [batch.slice(0, middle), batch.slice(middle)]) {
      await this.write(half).catch((refusal: unknown) => {
        for (const pending of half) pending.refusal = refusal instanceof DomainError ? refusal : unavailable(refusal);
      });
    }
  }

  private async compare(batch: readonly Pending<Entry>[]): Promise<void> {
    if (!this.options.refusals) return;
    const refusals = await this.options.refusals(batch.map(({ entry }) => entry));
    for (const pending of batch) pending.refusal = refusals.get(pending.entry);
  }

  /** @returns how many rows were new. */
  private async persist(rows: string): Promise<number> {
    const name = this.options.appendWith;
    const query = { name, text: `select ${name}($1::json) as added`, values: [rows] };
    const attempt = async (): Promise<number> => (await this.pool.query<{ added: number }>(query)).rows[0]?.added ?? 0;
    for (const wait of this.options.retryPauses) {
      try {
        return await attempt();
      } catch (error) {
        if (isDataError(error)) throw error;
        await pause(wait);
      }
    }
    return attempt();
  }
}

/** SQLSTATE classes 22 and 23 (data exception, integrity violation): trying again can't help. */
const isDataError = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code !== undefined && /^2[23]/.test(error.code);
