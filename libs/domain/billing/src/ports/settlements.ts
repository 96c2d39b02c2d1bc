import type { Settlement } from '../settlement.js';

/** The way of a settlement into the books. Needs no database: a reply must not wait for one. */
export abstract class Settlements {
  /** Durable when it resolves; in the books soon after, once. @throws DomainError `service_unavailable`. */
  abstract settle(settlement: Settlement): Promise<void>;
  /** Whether one could be kept now, asked before a call leaves. @throws DomainError `service_unavailable`. */
  abstract ready(): Promise<void>;
}
