import type { AuditRow } from '@radiant/audit';
import { settlementLine, Settlements, type Settlement } from '@radiant/billing';
import { DomainError } from '@radiant/kernel';
import { auditOfRecord } from './file-settled-audit.js';
import { LogReplay } from './log-replay.js';
import type { SyncedLog } from './synced-log.js';

const PROBE = '{"kind":"probe"}';

/** What a log of settlements holds: lines of JSON that the database reads, and rows of the trail about the same calls. */
export type SettledRecord =
  { readonly kind: 'settlement'; readonly line: string } | { readonly kind: 'audit'; readonly row: AuditRow };

function parseRecord(record: string): SettledRecord {
  const row = auditOfRecord(record);
  if (row) return { kind: 'audit', row };
  if (record.startsWith('{"kind":"')) return { kind: 'settlement', line: record };
  throw new DomainError('internal_error', 'this is no settlement');
}

/**
 * Keeps settlements as lines of a log on this host's disk, and hands them on to the books from memory. `settlementReplay`
 * carries what the books did not take then.
 */
export class FileSettlements extends Settlements {
  private failing = false;

  /** @param post puts a line, as `settlementLine` writes it, into the books; a line that is there changes nothing. */
  constructor(
    private readonly log: SyncedLog,
    private readonly post: (line: string) => Promise<void>,
  ) {
    super();
  }

  settle(settlement: Settlement): Promise<void> {
    const line = settlementLine(settlement);
    return this.noticing(async () => {
      const record = await this.log.appendUntilKept(line);
      void this.post(line).then(record.kept, record.missed);
    });
  }

  /** After a failure, only once a line of no meaning could be written. */
  async ready(): Promise<void> {
    if (this.failing) await this.noticing(() => this.log.append(PROBE));
  }

  private async noticing(append: () => Promise<void>): Promise<void> {
    try {
      await append();
      this.failing = false;
    } catch (error) {
      this.failing = true;
      throw error;
    }
  }
}

/** @param log the one that `FileSettlements` of this process writes. */
export const settlementReplay = (log: SyncedLog): LogReplay<SettledRecord> => new LogReplay(log, parseRecord);
