import { AuditSink, type AuditRow } from '@radiant/audit';
import { auditLine } from './audit-line.js';
import type { SyncedLog } from './synced-log.js';

/**
 * Keeps rows as lines of a log on this host's disk, for `AuditReplay` to carry on. A row that is appended twice stands
 * there twice; the sink it is replayed into keeps it once.
 */
export class FileAuditSink extends AuditSink {
  constructor(private readonly log: SyncedLog) {
    super();
  }

  /** @throws DomainError `service_unavailable`, `payload_too_large` */
  append(row: AuditRow): Promise<void> {
    return this.log.append(auditLine(row));
  }
}
