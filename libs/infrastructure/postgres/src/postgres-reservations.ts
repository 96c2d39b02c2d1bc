import { Reservations, type Reservation } from '@radiant/billing';
import type { Instant } from '@radiant/kernel';
import type pg from 'pg';
import { AppendBatches } from './append-batches.js';
import { refusedEntries, reservationRow, type Refusal } from './reservation-rows.js';
import type { UnitOfWork } from './unit-of-work.js';

/** One short one, for a connection that was cut: a caller waits. */
const RETRY_PAUSES = [25];

/** Reserves in batches that may hold calls of many tenants; the database decides about budgets, one call after the other. */
export class PostgresReservations extends Reservations {
  private readonly batches: AppendBatches<Reservation, Refusal>;

  constructor(
    pool: pg.Pool,
    private readonly unitOfWork: UnitOfWork,
  ) {
    super();
    this.batches = new AppendBatches<Reservation, Refusal>(pool, {
      appendWith: 'reserve_calls',
      rows: (reservation) => [JSON.stringify(reservationRow(reservation))],
      retryPauses: RETRY_PAUSES,
      refusals: (refusals, entries) => refusedEntries(refusals, entries, (reservation) => reservation),
    });
  }

  reserve(reservation: Reservation): Promise<void> {
    return this.batches.append(reservation);
  }

  /** By the database's clock as well: a replica that is ahead must not bill the running calls of all. */
  async settleExpired(moment: Instant, most: number): Promise<number> {
    const [row] = await this.unitOfWork.forPlatform((manager) =>
      manager.query<readonly { readonly settled: number }[]>('select settle_expired(least($1, now()), $2) as settled', [
        new Date(moment),
        most,
      ]),
    );
    return row?.settled ?? 0;
  }

  /** Writes what is waiting and closes the pool. */
  close(): Promise<void> {
    return this.batches.close();
  }
}
