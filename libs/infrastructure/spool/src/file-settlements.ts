import { settlementLine, Settlements, type Settlement } from '@radiant/billing';
import { DomainError } from '@radiant/kernel';
import { LogReplay } from './log-replay.js';
import type { SyncedLog } from './synced-log.js';

const PROBE = '{"kind":"probe"}';

/** A line of JSON, as `settlementLine` writes it; what it holds is read by the database. */
const parseLine = (record: string): string => {
  if (record.startsWith('{"kind":"')) return record;
  throw new DomainError('internal_error', 'this is no settlement');
};

/** Keeps settlements as lines of a log on this host's disk; `settlementReplay` carries them into the books. */
export class FileSettlements extends Settlements {
  private failing = false;

  constructor(private readonly log: SyncedLog) {
    super();
  }

  settle(settlement: Settlement): Promise<void> {
    return this.append(settlementLine(settlement));
  }

  /** After a failure, only once a line of no meaning could be written. */
  async ready(): Promise<void> {
    if (this.failing) await this.append(PROBE);
  }

  private async append(line: string): Promise<void> {
    try {
      await this.log.append(line);
      this.failing = false;
    } catch (error) {
      this.failing = true;
      throw error;
    }
  }
}

/** @param log the one that `FileSettlements` of this process writes. */
export const settlementReplay = (log: SyncedLog): LogReplay<string> => new LogReplay(log, parseLine);
