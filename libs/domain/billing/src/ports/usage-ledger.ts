import type { Settlement } from '../settlement.js';

/** The books: what each tenant consumed, in double entry. */
export abstract class UsageLedger {
  /**
   * Posts once per (tenant, request) and ends the reservation; repeating the same settlement changes nothing. Usage of a
   * call that was billed when its reservation expired takes the estimate's place.
   * @throws DomainError `conflict` when that request is already there with another billed amount,
   * `service_unavailable` when the store can't take it.
   */
  abstract post(settlement: Settlement): Promise<void>;
}
