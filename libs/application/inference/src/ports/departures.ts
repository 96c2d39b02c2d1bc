import type { Reservation } from '@radiant/billing';
import type { AuditEvent } from '@radiant/kernel';
import type { IdempotencyClaim } from './idempotent-replies.js';

/** Where a call's money is held, its departure written down and its key taken, together. */
export abstract class Departures {
  /**
   * All are durable when it resolves, and none is there when it rejects. Repeating it for one request changes nothing.
   * @param claim of a call whose caller gave it a key.
   * @throws DomainError `budget_exceeded` as `Reservations.reserve`; `conflict` when another call has the key;
   *   `service_unavailable`.
   */
  abstract depart(reservation: Reservation, departure: AuditEvent, claim?: IdempotencyClaim): Promise<void>;
}
