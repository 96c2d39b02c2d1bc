import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Clock, IdGenerator } from '@radiant/kernel';
import {
  measureProcess,
  type Environment,
  type Log,
  type Metrics,
  type MetricSnapshot,
  whyFailed,
} from '@radiant/nest-kit';
import { PostgresReplicas, type ToldBreaker } from '@radiant/postgres';
import type { ProviderStandings } from '@radiant/registry';
import type { Database } from './open-database.js';
import { usageDirectory } from './open-money.js';
import { repeat } from './repeated.js';

const TELL_EVERY_MS = 5_000;
const BREAKER_NUMBERS = { closed: 0, half_open: 1, open: 2 } as const;

export interface ReplicaSignalsParts {
  readonly database: Database;
  readonly metrics: Metrics;
  readonly standings: ProviderStandings;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly log: Log;
}

/** Gauges of a replica of the public API, and what tells the administration of it every few seconds. */
export function openReplicaSignals(environment: Environment, parts: ReplicaSignalsParts) {
  const { database, metrics, standings, clock, ids, log } = parts;
  const replica = ids.uuid();
  const replicas = new PostgresReplicas<MetricSnapshot>(database.unitOfWork);
  const process = measureProcess(metrics);
  const files = new UsageFiles(usageDirectory(environment));
  metrics.gauge(
    'radiant_provider_breaker',
    'Circuit breakers as this replica has them: 0 closed, 1 half open, 2 open',
    ['provider', 'region'],
    () =>
      standings.all().map(({ providerId, region, breaker }) => ({
        labels: [providerId, region ?? ''],
        value: BREAKER_NUMBERS[breaker],
      })),
  );
  metrics.gauge('radiant_usage_files', 'Files of usage that may not be in the books yet', [], () => [
    { value: files.count },
  ]);
  metrics.gauge('radiant_usage_files_bytes', 'Size of these files', [], () => [{ value: files.bytes }]);
  metrics.gauge('radiant_usage_files_oldest_seconds', 'Age of the oldest of them', [], () => [
    { value: files.count === 0 ? 0 : Math.max(0, (clock.now() - files.oldest) / 1_000) },
  ]);
  const tell = async (): Promise<void> => {
    await files.look();
    const breakers = standings.all().map(({ providerId, region, breaker, since }): ToldBreaker => {
      return { providerId, region: region ?? null, breaker, since: since ?? null };
    });
    await replicas.tell({ id: replica, breakers, metrics: metrics.snapshot() });
  };
  const telling = repeat(tell, TELL_EVERY_MS, (error) =>
    log.warn('the administration could not be told of this replica', whyFailed(error)),
  );
  telling.soon();
  return {
    replica,
    /** Something has happened that the administration should know at once. */
    soon: () => telling.soon(),
    async close(): Promise<void> {
      await telling.stop();
      process.close();
      await replicas.leave(replica).catch(() => undefined); // it is forgotten soon in any case
    },
  };
}

/** What the folder of usage files holds, as it was when it was last looked at. */
class UsageFiles {
  count = 0;
  bytes = 0;
  /** When the oldest was last written, in ms since 1970. */
  oldest = 0;

  constructor(private readonly directory: string) {}

  async look(): Promise<void> {
    const names = await readdir(this.directory).catch(() => []);
    const found = await Promise.all(
      names.map((name) => stat(path.join(this.directory, name)).catch(() => undefined)), // carried meanwhile
    );
    const filled = found.flatMap((file) => (file?.isFile() === true && file.size > 0 ? [file] : []));
    this.count = filled.length;
    this.bytes = filled.reduce((sum, { size }) => sum + size, 0);
    this.oldest = Math.min(...filled.map(({ mtimeMs }) => mtimeMs));
  }
}
