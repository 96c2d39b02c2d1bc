import type { AuditRow, AuditSink } from '@radiant/audit';
import { parseAuditLine } from './audit-line.js';
import { LogReplay, type ReplayResult } from './log-replay.js';
import type { SyncedLog } from './synced-log.js';

/** Carries audit rows that only the disk holds into the primary sink. */
export class AuditReplay {
  private readonly rows: LogReplay<AuditRow>;

  /** @param log the one that `FileAuditSink` of this process writes. */
  constructor(log: SyncedLog) {
    this.rows = new LogReplay(log, parseAuditLine);
  }

  /** As `LogReplay` says. @param into the primary sink; never one that falls back to this log. */
  replay(into: AuditSink): Promise<ReplayResult> {
    return this.rows.replay((row) => into.append(row));
  }
}
