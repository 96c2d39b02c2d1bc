import { ForwardingSink, type AuditRow, type AuditSink } from '@radiant/audit';
import { auditLine, parseAuditLine } from './audit-line.js';
import type { SyncedLog } from './synced-log.js';

const PREFIX = 'audit ';

/**
 * Keeps rows about calls that are settled in the log of the settlements, so that a call waits for one write of the disk,
 * and hands them on to the trail from memory. `settlementReplay` carries what the trail did not take then.
 */
export class FileSettledAudit extends ForwardingSink {
  /** The last row's way to the table; those before it went earlier. */
  private last: Promise<void> = Promise.resolve();

  /** @param trail where rows belong. */
  constructor(
    private readonly log: SyncedLog,
    private readonly trail: AuditSink,
  ) {
    super();
  }

  /** @throws DomainError `service_unavailable`, `payload_too_large` */
  async append(row: AuditRow): Promise<void> {
    const record = await this.log.appendUntilKept(PREFIX + auditLine(row));
    this.last = this.trail.append(row).then(record.kept, record.missed);
  }

  handedOn(): Promise<void> {
    return this.last;
  }
}

/** The row of a record; undefined for one that holds something else. @throws DomainError `internal_error` for a damaged row. */
export const auditOfRecord = (record: string): AuditRow | undefined =>
  record.startsWith(PREFIX) ? parseAuditLine(record.slice(PREFIX.length)) : undefined;
