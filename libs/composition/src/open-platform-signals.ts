import type { Clock } from '@radiant/kernel';
import {
  measureProcess,
  MetricsSource,
  type Log,
  type Metrics,
  type MetricSnapshot,
  type ProcessMetrics,
  whyFailed,
} from '@radiant/nest-kit';
import { BooksAtAGlance, PostgresReplicas, type BooksGlance } from '@radiant/postgres';
import type { RegistryStore } from '@radiant/registry';
import type { Database } from './open-database.js';
import { repeat } from './repeated.js';

const LOOK_EVERY_MS = 60_000;
/** Calls admitted since then are looked at: every one of them many times. */
const BOOKS_MS = 60 * 60_000;
const SOON_MS = 30 * 24 * 60 * 60_000;

export interface PlatformSignalsParts {
  readonly database: Database;
  readonly metrics: Metrics;
  readonly registry: RegistryStore;
  readonly clock: Clock;
  readonly log: Log;
}

/** Gauges of the administration: the books, the agreements, and what every replica says of itself. */
export function openPlatformSignals({ database, metrics, registry, clock, log }: PlatformSignalsParts) {
  const replicas = new PostgresReplicas<MetricSnapshot>(database.unitOfWork);
  const books = new BooksAtAGlance(database.unitOfWork);
  const process = measureProcess(metrics);
  let glance: BooksGlance | undefined;
  let lookedAt = 0;
  let agreements = { ended: 0, ending: 0 };
  metrics.gauge(
    'radiant_ledger_difference_picos',
    'How far the books of the last hour are apart, by kind, in pico-USD; 0 when they add up',
    ['kind'],
    () =>
      glance === undefined
        ? []
        : [
            { labels: ['usage_unlike_ledger'], value: glance.unlike },
            { labels: ['unbalanced'], value: glance.unbalanced },
            { labels: ['settled_but_held'], value: glance.settledButHeld },
            { labels: ['overdue'], value: glance.overdue },
          ],
  );
  metrics.gauge('radiant_ledger_checked_seconds', 'How long ago the books were last looked at', [], () =>
    lookedAt === 0 ? [] : [{ value: (clock.now() - lookedAt) / 1_000 }],
  );
  metrics.gauge('radiant_reservations_open', 'Calls under way that money is held for', [], () =>
    glance === undefined ? [] : [{ value: glance.openReservations }],
  );
  metrics.gauge('radiant_agreements', 'Agreements that have ended, or end within 30 days', ['state'], () => [
    { labels: ['ended'], value: agreements.ended },
    { labels: ['ending'], value: agreements.ending },
  ]);
  const look = async (): Promise<void> => {
    const now = clock.now();
    const all = (await registry.load()).agreements.flatMap(({ expiresAt }) => expiresAt ?? []);
    agreements = {
      ended: all.filter((end) => end <= now).length,
      ending: all.filter((end) => end > now && end <= now + SOON_MS).length,
    };
    glance = await books.look(now - BOOKS_MS);
    lookedAt = now;
  };
  const looking = repeat(look, LOOK_EVERY_MS, (error) =>
    log.error('the books could not be looked at', whyFailed(error)),
  );
  looking.soon();
  return {
    replicas,
    source: new PlatformMetrics(metrics, replicas),
    async close(): Promise<void> {
      await looking.stop();
      process.close();
    },
  };
}

/** This process, and every replica of the public API that runs. */
class PlatformMetrics extends MetricsSource {
  constructor(
    private readonly metrics: Metrics,
    private readonly replicas: PostgresReplicas<MetricSnapshot>,
  ) {
    super();
  }

  async read(): Promise<readonly ProcessMetrics[]> {
    const told = await this.replicas.all();
    return [
      { labels: { service: 'admin-api' }, metrics: this.metrics.snapshot() },
      ...told.map(({ id, metrics }) => ({ labels: { service: 'public-api', replica: id }, metrics })),
    ];
  }
}
