import { setTimeout as pause } from 'node:timers/promises';
import { DomainError, GroupCommit } from '@radiant/kernel';
import pg from 'pg';
import { unavailable } from './stored-value.js';

export interface AppendOptions<Entry, Answer> {
  /** The database's function: takes one or more JSON arrays of rows of any tenants. */
  readonly appendWith: 'append_audit' | 'depart_calls' | 'reserve_calls' | 'settle_calls';
  /** The entry's row for each of the function's arguments, as JSON. */
  readonly rows: (entry: Entry) => readonly [string, ...string[]];
  /** Pauses before a batch is tried again when the connection failed, in ms. */
  readonly retryPauses: readonly number[];
  /** For rows that nobody waits for: a batch begins so long after the one before it at least, in ms. Default: 0. */
  readonly spacingMs?: number;
  /** Which entries must be refused although their batch was written, as the rows that the function answered say. */
  readonly refusals?: (answers: readonly Answer[], entries: readonly Entry[]) => ReadonlyMap<Entry, DomainError>;
}

interface Pending<Entry> {
  readonly entry: Entry;
  /** Made before it joins a batch, so that an entry that can't be written down fails alone. */
  readonly rows: readonly [string, ...string[]];
  /** Set when this very entry is refused although its batch was written. */
  refusal?: DomainError;
}

/** Appends rows in batches: what arrives while a batch is being committed goes out with the next. */
export class AppendBatches<Entry, Answer extends object = object> {
  private readonly batches: GroupCommit<Pending<Entry>>;

  constructor(
    private readonly pool: pg.Pool,
    private readonly options: AppendOptions<Entry, Answer>,
  ) {
    const { spacingMs = 0 } = options;
    const spacing = spacingMs > 0 ? { spacing: () => pause(spacingMs) } : {};
    this.batches = new GroupCommit({ maxBatch: 500, writers: 2, maxWaiting: 50_000, ...spacing }, (batch) =>
      this.write(batch),
    );
  }

  /**
   * Resolves when the row is durable. @throws DomainError `service_unavailable`, `internal_error` when the database can't
   * take this row, and what `refusals` says.
   */
  async append(entry: Entry): Promise<void> {
    const pending: Pending<Entry> = { entry, rows: this.options.rows(entry) };
    await this.batches.add(pending);
    if (pending.refusal) throw pending.refusal;
  }

  /** Calls the function with no rows. @throws DomainError `service_unavailable` */
  async ping(): Promise<void> {
    try {
      await this.persist(['[]']);
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
      const answers = await this.persist(argumentsOf(batch));
      this.refuse(answers, batch);
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

  private refuse(answers: readonly Answer[], batch: readonly Pending<Entry>[]): void {
    if (!this.options.refusals || answers.length === 0) return;
    const refusals = this.options.refusals(
      answers,
      batch.map(({ entry }) => entry),
    );
    for (const pending of batch) pending.refusal = refusals.get(pending.entry);
  }

  private async persist(values: string[]): Promise<readonly Answer[]> {
    const name = this.options.appendWith;
    const places = values.map((_, place) => `$${place + 1}::json`).join();
    const query = { name, text: `select * from ${name}(${places})`, values };
    const attempt = async (): Promise<readonly Answer[]> => (await this.pool.query<Answer>(query)).rows;
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

/** The rows of all entries, as one array for each argument of the function. */
const argumentsOf = (batch: readonly Pending<unknown>[]): string[] =>
  (batch[0]?.rows ?? []).map((_, place) => `[${batch.map(({ rows }) => rows[place]).join(',')}]`);

/** SQLSTATE classes 22 and 23 (data exception, integrity violation): trying again can't help. */
const isDataError = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code !== undefined && /^2[23]/.test(error.code);
