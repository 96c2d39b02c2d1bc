import path from 'node:path';
import type { Clock, Sealer } from '@radiant/kernel';
import { type Environment, type HealthCheck, type Log, type Metrics, whyFailed } from '@radiant/nest-kit';
import {
  createWriterPool,
  PostgresAuditSink,
  PostgresDepartures,
  PostgresIdempotentReplies,
  PostgresReservations,
  PostgresUsageLedger,
} from '@radiant/postgres';
import { SettledAudit, type AuditRowFactory, type RecordAudit } from '@radiant/audit';
import {
  FileSettledAudit,
  FileSettlements,
  settlementReplay,
  type ReplayResult,
  type SettledRecord,
} from '@radiant/spool';
import type { Database } from './open-database.js';
import { RegularLook } from './regular-look.js';
import { openSyncedLog } from './open-synced-log.js';
import { repeat } from './repeated.js';

/** How long what the books did not take at once waits for the next try; a caller sees its record within two seconds. */
const DRAIN_EVERY_MS = 200;
/** How often the directory is looked at for what other processes left, and for files that nobody needs any more. */
const LOOK_EVERY_MS = 2_000;
/** What is carried again after a crash, at most, although the books may hold it. */
const SEGMENT_BYTES = 4 * 1024 * 1024;
const EXPIRE_EVERY_MS = 30_000;
const EXPIRED_AT_ONCE = 500;
/** Nobody is shown a reply after its time; that it is gone may take so much longer. */
const FORGET_EVERY_MS = 60_000;
const FORGOTTEN_AT_ONCE = 500;
const WRITER_CONNECTIONS = 2;
/** Rows about calls that are over are durable before: like what is billed, they may wait for others. */
const ROWS_SPACING_MS = 100;

export interface MoneyParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly sealer: Sealer;
  readonly log: Log;
  /** Of the trail: rows about settled calls are kept beside the settlements, and follow to the table. */
  readonly audit: { readonly trail: RecordAudit; readonly rows: AuditRowFactory };
  /** Names this process's file among those of the directory. */
  readonly service: string;
  readonly metrics: Metrics;
}

/** Reservations in the database, settlements in a file that is synced, and what carries them into the books. */
export async function openMoney(
  environment: Environment,
  { database, clock, sealer, log, audit, service, metrics }: MoneyParts,
) {
  const directory = usageDirectory(environment);
  const file = await openSyncedLog({ directory, name: service, maxSegmentBytes: SEGMENT_BYTES });
  const pool = () => createWriterPool({ ...database.options, maxConnections: WRITER_CONNECTIONS });
  const ledger = new PostgresUsageLedger(pool());
  const reservations = new PostgresReservations(pool(), database.unitOfWork);
  const departures = new PostgresDepartures(pool(), audit.trail);
  const table = new PostgresAuditSink(pool(), ROWS_SPACING_MS);
  const idempotentReplies = new PostgresIdempotentReplies(database.unitOfWork, sealer);
  const post = (line: string): Promise<void> => ledger.postLine(line);
  const replay = settlementReplay(file);
  const carry = (record: SettledRecord): Promise<void> =>
    record.kind === 'audit' ? table.append(record.row) : post(record.line);
  const drain = new Drain(() => replay.replay(carry), log);
  const directoryLook = new RegularLook(clock, LOOK_EVERY_MS);
  let carriedAt = clock.elapsed();
  metrics.gauge('radiant_usage_carried_seconds', 'How long ago all waiting usage was last in the books', [], () => [
    { value: (clock.elapsed() - carriedAt) / 1_000 },
  ]);
  const regularDrain = repeat(
    async () => {
      await directoryLook.look(file.needsReplay, () => drain.run());
      carriedAt = clock.elapsed();
    },
    DRAIN_EVERY_MS,
    (error) => drain.failed(error),
  );
  const regularExpiry = repeat(
    () => settleExpired(reservations, clock, log),
    EXPIRE_EVERY_MS,
    (error) => log.error('expired reservations could not be settled', whyFailed(error)),
  );
  const regularForgetting = repeat(
    () => forgetReplies(idempotentReplies, clock),
    FORGET_EVERY_MS,
    (error) => log.error('kept replies whose time is over could not be taken away', whyFailed(error)),
  );
  const settlements = new FileSettlements(file, post);
  const check: HealthCheck = { name: 'usageFile', own: true, ping: () => settlements.ready() };
  return {
    reservations,
    departures,
    idempotentReplies,
    settlements,
    check,
    /** Where calls that are over are written down. */
    settledTrail: new SettledAudit(audit.rows, new FileSettledAudit(file, table)),
    async close(): Promise<void> {
      await Promise.all([regularDrain.stop(), regularExpiry.stop(), regularForgetting.stop()]);
      await file.decided();
      await drain.run().catch((error: unknown) => drain.failed(error));
      await Promise.all([ledger.close(), reservations.close(), departures.close(), table.close()]);
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
    private readonly replay: () => Promise<ReplayResult>,
    private readonly log: Log,
  ) {}

  async run(): Promise<void> {
    const { refused, setAside } = await this.replay();
    if (this.failing) this.log.info('settlements are carried into the books again');
    this.failing = false;
    this.report([...refused, ...setAside].join());
  }

  failed(error: unknown): void {
    if (!this.failing) this.log.error('settlements wait in their file: the books can not be written', whyFailed(error));
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

async function forgetReplies(replies: PostgresIdempotentReplies, clock: Clock): Promise<void> {
  while ((await replies.forget(clock.now(), FORGOTTEN_AT_ONCE)) === FORGOTTEN_AT_ONCE) continue;
}
