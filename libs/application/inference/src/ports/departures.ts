import type { Reservation } from '@radiant/billing';
import type { AuditEvent } from '@radiant/kernel';

/** Where a call's money is held and its departure written down, together. */
export abstract class Departures {
  /**
   * Both are durable when it resolves, and neither is there when it rejects. Repeating it for one request changes nothing.
   * @throws DomainError `budget_exceeded` as `Reservations.reserve`; `service_unavailable`.
   */
  abstract depart(reservation: Reservation, departure: AuditEvent): Promise<void>;
}
