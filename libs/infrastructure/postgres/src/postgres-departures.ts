import type { AuditRow, RecordAudit } from '@radiant/audit';
import type { Reservation } from '@radiant/billing';
import { Departures, type IdempotencyClaim } from '@radiant/inference';
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
  readonly claim: IdempotencyClaim | undefined;
}

/**
 * Lets calls out in batches that may hold calls of many tenants: money held, departure written down and key taken in one
 * transaction.
 */
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
      rows: ({ reservation, departure, claim }) => [
        JSON.stringify(reservationRow(reservation)),
        JSON.stringify(appendedAuditRow(departure)),
        claim ? JSON.stringify(claimRow(claim)) : 'null',
      ],
      retryPauses: RETRY_PAUSES,
      refusals: (refusals, entries) => refusedEntries(refusals, entries, ({ reservation }) => reservation),
    });
  }

  depart(reservation: Reservation, departure: AuditEvent, claim?: IdempotencyClaim): Promise<void> {
    return this.trail.recordWithin(departure, (row) => this.batches.append({ reservation, departure: row, claim }));
  }

  /** Writes what is waiting and closes the pool. */
  close(): Promise<void> {
    return this.batches.close();
  }
}

const claimRow = (claim: IdempotencyClaim): object => ({
  tenant_id: claim.tenantId,
  key_digest: claim.keyDigest,
  fingerprint: claim.fingerprint,
  request_id: claim.requestId,
  session_id: claim.sessionId,
  claimed_at: new Date(claim.claimedAt).toISOString(),
  claimed_until: new Date(claim.claimedUntil).toISOString(),
  keep_until: new Date(claim.keepUntil).toISOString(),
});
