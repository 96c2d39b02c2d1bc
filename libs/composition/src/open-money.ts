import path from 'node:path';
import type { Clock } from '@radiant/kernel';
import type { Environment, Log } from '@radiant/nest-kit';
import { createWriterPool, PostgresReservations, PostgresUsageLedger } from '@radiant/postgres';
import { FileSettlements, settlementReplay, SyncedLog, type LogReplay } from '@radiant/spool';
import type { Database } from './open-database.js';
import { repeat } from './repeated.js';

/** How long a settled call waits for its row, about; a caller sees its record within two seconds. */
const DRAIN_EVERY_MS = 200;
const EXPIRE_EVERY_MS = 30_000;
const EXPIRED_AT_ONCE = 500;
const WRITER_CONNECTIONS = 2;

export interface MoneyParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  /** Names this process's file among those of the directory. */
  readonly service: string;
}

/** Reservations in the database, settlements in a file that is synced, and what carries them into the books. */
export async function openMoney(environment: Environment, { database, clock, log, service }: MoneyParts) {
  const file = await SyncedLog.open({ directory: usageDirectory(environment), name: service });
  const pool = () => createWriterPool({ ...database.options, maxConnections: WRITER_CONNECTIONS });
  const ledger = new PostgresUsageLedger(pool());
  const reservations = new PostgresReservations(pool(), database.unitOfWork);
  const drain = new Drain(settlementReplay(file), ledger, log);
  const drain$ = repeat(
    () => drain.run(),
    DRAIN_EVERY_MS,
    () => drain.failed(),
  );
  const expire$ = repeat(
    () => settleExpired(reservations, clock, log),
    EXPIRE_EVERY_MS,
    () => log.error('expired reservations could not be settled', {}),
  );
  return {
    reservations,
    settlements: new FileSettlements(file),
    async close(): Promise<void> {
      await Promise.all([drain$.stop(), expire$.stop()]);
      await drain.run().catch(() => drain.failed());
      await Promise.all([ledger.close(), reservations.close()]);
      await file.close();
    },
  };
}

/** Where settlements lie until they are in the books: outside the database. */
export const usageDirectory = ({ dataDirectory }: Environment): string => path.resolve(dataDirectory, 'usage');

/** Carries settlements into the books, and says once when it can't and once when it can again. */
class Drain {
  private failing = false;
  private reported = '';

  constructor(
    private readonly replay: LogReplay<string>,
    private readonly ledger: PostgresUsageLedger,
    private readonly log: Log,
  ) {}

  async run(): Promise<void> {
    const { refused, setAside } = await this.replay.replay((line) => this.ledger.postLine(line));
    if (this.failing) this.log.info('settlements are carried into the books again');
    this.failing = false;
    this.report([...refused, ...setAside].join());
  }

  failed(): void {
    if (!this.failing) this.log.error('settlements wait in their file: the books can not be written', {});
    this.failing = true;
  }

  /** Names no file: its name is of no use without the disk, where it is found by its ending. */
  private report(files: string): void {
    if (files !== '' && files !== this.reported) {
      this.log.error('usage files hold settlements that the books refuse or that are damaged', {});
    }
    this.reported = files;
  }
}

async function settleExpired(reservations: PostgresReservations, clock: Clock, log: Log): Promise<void> {
  for (;;) {
    const settled = await reservations.settleExpired(clock.now(), EXPIRED_AT_ONCE);
    if (settled > 0) log.warn('calls of which nothing was heard are billed as reserved');
    if (settled < EXPIRED_AT_ONCE) return;
  }
}
