import {
  auditDirectory,
  openAccess,
  openAudit,
  openDatabaseAndKeys,
  openFailedAuthentications,
  openModels,
  openMoney,
  openProviderChecks,
  openReplicaSignals,
  openSecondOpinions,
  openStreamPlaces,
  phiFloor,
} from '@radiant/composition';
import { LeasedRateLimits } from '@radiant/billing';
import { CheckProviders } from '@radiant/inference';
import { DomainError } from '@radiant/kernel';
import { Metrics, MetricsSource, type Environment, type Log, type ProcessMetrics, whyFailed } from '@radiant/nest-kit';
import { CombinedDetector, FlooredPhiPolicies, type PhiDetector, type SecondOpinion } from '@radiant/phi';
import {
  PostgresGovernanceTransactions,
  PostgresHealth,
  PostgresPhiPolicies,
  PostgresRateLimits,
  PostgresReceiptRows,
  PostgresRegistryStore,
  PostgresTenantMarkups,
  PostgresTenantRules,
  PostgresUsageReports,
} from '@radiant/postgres';
import type { Deadlines } from '@radiant/providers';
import { ProviderStandings, Registry, type BreakerRules, type ModelRuntime } from '@radiant/registry';
import { CryptoIdGenerator, Sha256Digest, SteadyClock, SystemClock } from '@radiant/security';
import { openDynamoStores } from './dynamo-stores.js';
import { CallMetrics } from './metrics/call-metrics.js';
import { openPhiDetector } from './phi-detector.js';
import { openTokenCounter } from './token-counter.js';
import { KeptReceiptCheckpoints } from './receipts/kept-receipt-checkpoints.js';
import { TimerPause } from './timer-pause.js';
import { openUpstreams } from './upstreams.js';

/** How long providers may take, and when calls are kept from one that fails. */
export interface Traffic {
  readonly deadlines: Deadlines;
  readonly breaker: BreakerRules;
  /** As of `Heartbeats`, in ms. */
  readonly heartbeatMs: number;
  /** What runs self-hosted models, in the place of the environment's. */
  readonly runtime: ModelRuntime | undefined;
}

const PING_MS = 2_000;
const SERVICE = 'public-api';

export type Adapters = Awaited<ReturnType<typeof openAdapters>>;

/**
 * Everything outside the process that the application stands on. `close` ends it in order: what is waiting to be
 * written is written first. @throws EnvironmentError when an address or secret is missing.
 */
export async function openAdapters(
  environment: Environment,
  { deadlines, breaker, heartbeatMs, runtime }: Traffic,
  log: Log,
) {
  const floor = phiFloor(environment);
  const clock = new SystemClock();
  const steadyClock = new SteadyClock(clock);
  const upstreams = openUpstreams(environment, deadlines, clock);
  const { provider } = upstreams;
  const ids = new CryptoIdGenerator();
  const digest = new Sha256Digest();
  const secondOpinions = await openSecondOpinions(environment, clock);
  // `npm start` on a database of one's own has one address for both processes.
  const duty = environment.name === 'prod' ? 'calls' : undefined;
  const { database, keys } = await openDatabaseAndKeys(environment, clock, `radiant-${SERVICE}`, 8, duty);
  const { dataSource, unitOfWork } = database;
  const { sealer, keyedDigest, dataKeys } = keys;
  const metrics = new Metrics();
  const audit = await openAudit(environment, { database, sealer, digest, log, service: SERVICE, metrics });
  const failedAuthentications = openFailedAuthentications({ trail: audit.trail, clock, ids, log });
  const dynamo = openDynamoStores(environment, sealer, clock);
  const money = await openMoney(environment, { database, clock, sealer, log, audit, service: SERVICE, metrics });
  const pause = new TimerPause();
  const streams = openStreamPlaces({ database, pause, log });
  const phi = openPhiDetector();
  const tokens = openTokenCounter();
  const registryStore = new PostgresRegistryStore(unitOfWork);
  const models = await openModels(environment, { database, registry: registryStore, clock, log, runtime });
  const standings = new ProviderStandings(clock, breaker, (standing, why) => {
    const { providerId, region, breaker: state } = standing;
    log.warn('the breaker of a provider turned', { providerId, region, breaker: state, ...whyFailed(why) });
    signals.soon();
  });
  const signals = openReplicaSignals(environment, { database, metrics, standings, clock, ids, log });
  const checks = openProviderChecks(environment, {
    checks: new CheckProviders(new Registry(registryStore, clock, ids), provider, standings),
    log,
  });
  const databaseHealth = new PostgresHealth(dataSource);
  return {
    clock,
    steadyClock,
    ids,
    digest,
    sealer,
    keyedDigest,
    dataKeys,
    access: openAccess(environment, database, clock, digest),
    auditTrail: audit.trail,
    failedAuthentications: failedAuthentications.noted,
    governance: new PostgresGovernanceTransactions(unitOfWork, sealer, audit.rows),
    registryStore,
    models,
    tenantRules: new PostgresTenantRules(unitOfWork),
    tenantMarkups: new PostgresTenantMarkups(unitOfWork),
    phiPolicies: new FlooredPhiPolicies(new PostgresPhiPolicies(unitOfWork), floor),
    phiDetector: detectorOf(phi.detector, secondOpinions.all),
    vault: dynamo.vault,
    answers: dynamo.answers,
    sessions: dynamo.sessions,
    responses: dynamo.responses,
    receiptRows: new PostgresReceiptRows(unitOfWork),
    receiptCheckpoints: await KeptReceiptCheckpoints.open(auditDirectory(environment)),
    rateLimits: new LeasedRateLimits(new PostgresRateLimits(unitOfWork, steadyClock)),
    streams,
    pause,
    departures: money.departures,
    idempotentReplies: money.idempotentReplies,
    reservations: money.reservations,
    settlements: money.settlements,
    settledTrail: money.settledTrail,
    reports: new PostgresUsageReports(unitOfWork),
    tokenCounter: tokens.counter,
    provider,
    deadlines,
    heartbeatMs,
    standings,
    metrics,
    callSignals: new CallMetrics(metrics),
    metricsSource: new OwnMetrics(metrics, signals.replica),
    checks: [
      { name: 'database', own: true, ping: () => databaseHealth.ping() },
      { name: 'phiVault', own: true, ping: () => dynamo.ping() },
      audit.check,
      money.check,
      { name: 'litellm', own: false, ping: () => provider.pingDefault(PING_MS) },
      { name: 'providers', own: false, ping: () => allClosed(standings) },
    ],
    async close(): Promise<void> {
      await failedAuthentications.close();
      await checks.stop();
      await signals.close();
      await streams.close();
      await models.close();
      await money.close(); // it hands the last rows to the trail
      await audit.close();
      await Promise.allSettled([
        dataSource.destroy(),
        tokens.close(),
        keys.close(),
        upstreams.close(),
        phi.close(),
        secondOpinions.close(),
      ]);
      dynamo.close();
    },
  };
}

/** Of this replica; the administration shows those of all. */
class OwnMetrics extends MetricsSource {
  constructor(
    private readonly metrics: Metrics,
    private readonly replica: string,
  ) {
    super();
  }

  async read(): Promise<readonly ProcessMetrics[]> {
    return [{ labels: { service: SERVICE, replica: this.replica }, metrics: this.metrics.snapshot() }];
  }
}

/** Tells nothing of which: the probes are open to everybody, and the log names them. */
async function allClosed(standings: ProviderStandings): Promise<void> {
  if (standings.all().some(({ breaker }) => breaker !== 'closed')) {
    throw new DomainError('service_unavailable', 'a provider is kept from calls');
  }
}

/** The rules, and whatever else has an opinion. */
const detectorOf = (rules: PhiDetector, opinions: readonly SecondOpinion[]): PhiDetector =>
  opinions.reduce((detector, second) => new CombinedDetector(detector, second), rules);
