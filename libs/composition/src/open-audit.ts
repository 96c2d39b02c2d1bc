import path from 'node:path';
import { AuditAlarm, AuditRowFactory, RecordAudit, type AuditSink, type AuditSinkName } from '@radiant/audit';
import type { Digest, Sealer } from '@radiant/kernel';
import { type Environment, type HealthCheck, type Log, type Metrics, whyFailed } from '@radiant/nest-kit';
import { AuditSealing, createWriterPool, PostgresAuditSink } from '@radiant/postgres';
import { AuditReplay, FileAuditSink, SyncedLog } from '@radiant/spool';
import { DeadlineTimer } from './deadline-timer.js';
import type { Database } from './open-database.js';
import { openSyncedLog } from './open-synced-log.js';
import { repeat } from './repeated.js';

/** How long a row waits for its place in the chain, about. */
const SEAL_EVERY_MS = 500;
const SEAL_AT_ONCE = 2_000;
/** How often what the file alone holds is carried, besides when both places work again. */
const REPLAY_EVERY_MS = 30_000;
/** How long a place may take to show that it can be written again. */
const PROBE_MS = 2_000;
const WRITER_CONNECTIONS = 2;
/** What is carried again after a crash, at most, although the table may hold it. */
const SEGMENT_BYTES = 4 * 1024 * 1024;
/** Nobody waits for the file unless the table fails. */
const SPACING_MS = 5;

export interface AuditParts {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly digest: Digest;
  readonly log: Log;
  /** Names this process's file among those of the directory. */
  readonly service: string;
  readonly metrics: Metrics;
}

/** The trail in its two places, its sealer, and what carries rows from the file to the table. */
export async function openAudit(
  environment: Environment,
  { database, sealer, digest, log, service, metrics }: AuditParts,
) {
  const directory = auditDirectory(environment);
  const file = await openSyncedLog({
    directory,
    name: service,
    maxSegmentBytes: SEGMENT_BYTES,
    spacingMs: SPACING_MS,
  });
  const table = new PostgresAuditSink(createWriterPool({ ...database.options, maxConnections: WRITER_CONNECTIONS }));
  const rows = new AuditRowFactory(sealer, digest);
  const deadline = new DeadlineTimer();
  const alarm = new LoggedAlarm(log, () => regularReplay.soon());
  metrics.gauge('radiant_audit_place_up', 'Whether a place of the trail can be written: 1 or 0', ['place'], () => [
    { labels: ['table'], value: alarm.fails('primary') ? 0 : 1 },
    { labels: ['file'], value: alarm.fails('secondary') ? 0 : 1 },
  ]);
  const sealing = new AuditSealing(database.unitOfWork);
  const replaying = new AuditReplay(file);
  const failed =
    (what: string) =>
    (error: unknown): void =>
      log.error(what, whyFailed(error));
  const regularSealing = repeat(() => sealWaiting(sealing), SEAL_EVERY_MS, failed('audit rows could not be sealed'));
  const regularReplay = repeat(
    () => carry(replaying, table, log),
    REPLAY_EVERY_MS,
    failed('audit rows of the file could not be carried to the table'),
  );
  const probe = (): Promise<void> =>
    deadline.within(PROBE_MS, Promise.any([table.ping(), assertDirectoryTakesFiles(directory, service)]));
  const check: HealthCheck = {
    name: 'audit',
    own: true,
    ping: () => (alarm.allFail ? probe() : Promise.resolve()),
  };
  return {
    trail: new RecordAudit(rows, table, new FileAuditSink(file), alarm, deadline),
    rows,
    sealing,
    check,
    async close(): Promise<void> {
      await Promise.all([regularSealing.stop(), regularReplay.stop()]);
      await table.close();
      await sealWaiting(sealing).catch(failed('audit rows could not be sealed'));
      await file.close();
    },
  };
}

/** Where the audit file and the checkpoints lie: outside the database. */
export const auditDirectory = ({ dataDirectory }: Environment): string => path.resolve(dataDirectory, 'audit');

async function sealWaiting(sealing: AuditSealing): Promise<void> {
  while ((await sealing.seal(SEAL_AT_ONCE)) === SEAL_AT_ONCE);
}

async function carry(replaying: AuditReplay, table: AuditSink, log: Log): Promise<void> {
  const { damaged, setAside, refused } = await replaying.replay(table);
  if (damaged.length + setAside.length + refused.length > 0) log.error('audit files are damaged', {});
}

/** @throws DomainError `service_unavailable` */
async function assertDirectoryTakesFiles(directory: string, service: string): Promise<void> {
  const probe = await SyncedLog.open({ directory, name: `${service}-probe` });
  await probe.close(); // an empty file is not left behind
}

/** Says in the log that a place of the trail fails, and knows whether any is left. */
class LoggedAlarm extends AuditAlarm {
  private readonly failing = new Set<AuditSinkName>();

  /** @param returned called when a place can be written again. */
  constructor(
    private readonly log: Log,
    private readonly returned: () => void,
  ) {
    super();
  }

  report(sink: AuditSinkName, healthy: boolean, error?: unknown): void {
    if (healthy) this.failing.delete(sink);
    else this.failing.add(sink);
    const name = sink === 'primary' ? 'the audit table' : 'the audit file';
    if (healthy) this.log.info(`${name} is written again`);
    else this.log.error(`${name} can not be written`, whyFailed(error));
    if (healthy) this.returned();
  }

  /** As its last write showed. */
  fails(sink: AuditSinkName): boolean {
    return this.failing.has(sink);
  }

  /** As the last writes showed: who wants to know whether it still is so must try, for without a place nobody writes. */
  get allFail(): boolean {
    return this.failing.size === 2;
  }
}
