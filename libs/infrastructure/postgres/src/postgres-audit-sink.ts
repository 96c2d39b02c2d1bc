import { AuditSink, type AuditRow } from '@radiant/audit';
import type pg from 'pg';
import { AppendBatches } from './append-batches.js';
import { appendedAuditRow } from './audit-rows.js';

/** One short one, for a connection that was cut: a caller waits for this row, and there is a second sink. */
const RETRY_PAUSES = [25];

/** Appends in batches that may hold rows of many tenants. Rows that are there already change nothing. */
export class PostgresAuditSink extends AuditSink {
  private readonly batches: AppendBatches<AuditRow>;

  /** @param spacingMs for rows that nobody waits for: a batch begins so long after the one before it at least, in ms. */
  constructor(pool: pg.Pool, spacingMs = 0) {
    super();
    this.batches = new AppendBatches(pool, {
      appendWith: 'append_audit',
      rows: (row) => [JSON.stringify(appendedAuditRow(row))],
      retryPauses: RETRY_PAUSES,
      spacingMs,
    });
  }

  append(row: AuditRow): Promise<void> {
    return this.batches.append(row);
  }

  /** Whether rows are taken, without one. @throws DomainError `service_unavailable` */
  ping(): Promise<void> {
    return this.batches.ping();
  }

  /** Writes what is waiting and closes the pool. */
  close(): Promise<void> {
    return this.batches.close();
  }
}
