import type { Instant } from '@radiant/kernel';
import type { Reservation } from '../reservation.js';

/** What calls under way may cost, held against the budgets that cover them. */
export abstract class Reservations {
  /**
   * Durable when it resolves. Repeating it for one request changes nothing.
   * @throws DomainError `budget_exceeded` when a hard budget does not have as much left, with the budget, its scope, what
   * is left and when it resets; `service_unavailable`.
   */
  abstract reserve(reservation: Reservation): Promise<void>;
  /**
   * Bills what was reserved for calls of which nothing was heard until `moment`, flagged as estimated.
   * @returns how many, at most `most`.
   */
  abstract settleExpired(moment: Instant, most: number): Promise<number>;
}
