import type { AuditRow } from '../audit-row.js';

/** A place where rows become durable. */
export abstract class AuditSink {
  /** Durable when it resolves; a row that is there already changes nothing. */
  abstract append(row: AuditRow): Promise<void>;
}
