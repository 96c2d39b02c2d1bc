import { AuditBuffer, type AuditRow } from '@radiant/audit';
import { auditLine } from './audit-line.js';
import type { SyncedLog } from './synced-log.js';

/**
 * Keeps rows as lines of a log on this host's disk, for `AuditReplay` to carry on those that no other place holds. A row
 * that is appended twice stands there twice; the sink it is replayed into keeps it once.
 */
export class FileAuditSink extends AuditBuffer {
  constructor(private readonly log: SyncedLog) {
    super();
  }

  /** @throws DomainError `service_unavailable`, `payload_too_large` */
  async append(row: AuditRow, heldElsewhere?: Promise<boolean>): Promise<void> {
    if (!heldElsewhere) return this.log.append(auditLine(row));
    const record = await this.log.appendUntilKept(auditLine(row));
    void heldElsewhere.then(
      (held) => (held ? record.kept() : record.missed()),
      () => record.missed(),
    );
  }
}
