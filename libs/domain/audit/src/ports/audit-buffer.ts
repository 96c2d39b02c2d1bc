import type { AuditRow } from '../audit-row.js';

/** The second place of rows: it holds on to those that the first does not hold. */
export abstract class AuditBuffer {
  /**
   * Durable when it resolves. @param heldElsewhere resolves whether the first place holds the row, so that this one need
   * not keep it; without it the row is kept until it was carried over.
   */
  abstract append(row: AuditRow, heldElsewhere?: Promise<boolean>): Promise<void>;
}
