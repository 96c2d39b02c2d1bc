import { AuditTrail, DomainError, type AuditEvent } from '@radiant/kernel';
import type { AuditRowFactory } from './audit-row-factory.js';
import type { AuditAlarm, AuditSinkName } from './ports/audit-alarm.js';
import type { AuditRow } from './audit-row.js';
import type { AuditBuffer } from './ports/audit-buffer.js';
import type { AuditSink } from './ports/audit-sink.js';
import type { Deadline } from './ports/deadline.js';

/** How long one sink may take for one row. */
const AUDIT_DEADLINE_MS = 2_000;
const RETRY_AFTER_SECONDS = 5;
const HELD = Promise.resolve(true);

/**
 * The trail in two places. Both are written at once; a row that only the secondary holds is appended to the primary later
 * by whoever compares them, which does no harm, since appending again changes nothing.
 */
export class RecordAudit extends AuditTrail {
  private readonly healthy: Record<AuditSinkName, boolean> = { primary: true, secondary: true };

  constructor(
    private readonly rows: AuditRowFactory,
    private readonly primary: AuditSink,
    private readonly secondary: AuditBuffer,
    private readonly alarm: AuditAlarm,
    private readonly deadline: Deadline,
    private readonly deadlineMs = AUDIT_DEADLINE_MS,
  ) {
    super();
  }

  /**
   * Resolves when the primary is durable, or, where that failed or was late, the secondary.
   * @throws DomainError `service_unavailable` when neither is; what the factory of rows throws.
   */
  async record(event: AuditEvent): Promise<void> {
    const row = await this.rows.row(event);
    const primary = this.written('primary', () => this.primary.append(row));
    const secondary = this.written('secondary', () => this.secondary.append(row, primary));
    if ((await primary) || (await secondary)) return;
    throw new DomainError('service_unavailable', 'the audit trail can not be written', {
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  }

  /**
   * As `record`, for a row that goes to the primary within a larger transaction: where that fails there is nothing to
   * write down, so the secondary is given the row afterwards and can't make up for it.
   * @param write puts the row into the primary. @throws what `write` throws; what the factory of rows throws.
   */
  async recordWithin(event: AuditEvent, write: (row: AuditRow) => Promise<void>): Promise<void> {
    const row = await this.rows.row(event);
    await write(row);
    this.tell('primary', true);
    void this.written('secondary', () => this.secondary.append(row, HELD));
  }

  /** Never rejects: the secondary's is looked at only when it is needed. */
  private async written(name: AuditSinkName, append: () => Promise<void>): Promise<boolean> {
    try {
      await this.deadline.within(this.deadlineMs, append());
      this.tell(name, true);
      return true;
    } catch (error) {
      this.tell(name, false, error);
      return false;
    }
  }

  private tell(name: AuditSinkName, healthy: boolean, error?: unknown): void {
    if (this.healthy[name] === healthy) return;
    this.healthy[name] = healthy;
    try {
      this.alarm.report(name, healthy, error);
    } catch {
      // an alarm that fails must not keep anything from being written down
    }
  }
}
