import type { AuditRow, RecordAudit } from '@radiant/audit';
import type { Reservation } from '@radiant/billing';
import { Departures } from '@radiant/inference';
import type { AuditEvent } from '@radiant/kernel';
import type pg from 'pg';
import { AppendBatches } from './append-batches.js';
import { appendedAuditRow } from './audit-rows.js';
import { refusedEntries, reservationRow, type Refusal } from './reservation-rows.js';

/** One short one, for a connection that was cut: a caller waits. */
const RETRY_PAUSES = [25];

interface Departing {
  readonly reservation: Reservation;
  readonly departure: AuditRow;
}

/** Lets calls out in batches that may hold calls of many tenants: money held and departure written down in one transaction. */
export class PostgresDepartures extends Departures {
  private readonly batches: AppendBatches<Departing, Refusal>;

  /** @param trail gives the row to its second place. */
  constructor(
    pool: pg.Pool,
    private readonly trail: Pick<RecordAudit, 'recordWithin'>,
  ) {
    super();
    this.batches = new AppendBatches<Departing, Refusal>(pool, {
      appendWith: 'depart_calls',
      rows: ({ reservation, departure }) => [
        JSON.stringify(reservationRow(reservation)),
        JSON.stringify(appendedAuditRow(departure)),
      ],
      retryPauses: RETRY_PAUSES,
      refusals: (refusals, entries) => refusedEntries(refusals, entries, ({ reservation }) => reservation),
    });
  }

  depart(reservation: Reservation, departure: AuditEvent): Promise<void> {
    return this.trail.recordWithin(departure, (row) => this.batches.append({ reservation, departure: row }));
  }

  /** Writes what is waiting and closes the pool. */
  close(): Promise<void> {
    return this.batches.close();
  }
}
