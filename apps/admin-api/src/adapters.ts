import { OpenAuditBody } from '@radiant/audit';
import {
  auditDirectory,
  LogAlerts,
  openAccess,
  openAgreementWarnings,
  openAudit,
  openAuditStream,
  openCheckpoints,
  openDatabaseAndKeys,
  openExpiredTexts,
  openFailedAuthentications,
  openPlatformSignals,
  openWebhooks,
  phiFloor,
} from '@radiant/composition';
import { Metrics, type Environment, type Log } from '@radiant/nest-kit';
import {
  PostgresAuditStores,
  PostgresCostReports,
  PostgresGovernanceTransactions,
  PostgresHealth,
  PostgresProviderCosts,
  PostgresRegistryStore,
  PostgresTenantDirectory,
  PostgresUsageReports,
} from '@radiant/postgres';
import { CryptoIdGenerator, Sha256Digest, SystemClock } from '@radiant/security';

const SERVICE = 'admin-api';

export type Adapters = Awaited<ReturnType<typeof openAdapters>>;

/** Everything outside the process that the administration stands on. @throws EnvironmentError when something is missing. */
export async function openAdapters(environment: Environment, log: Log) {
  const clock = new SystemClock();
  const ids = new CryptoIdGenerator();
  const digest = new Sha256Digest();
  const { database, keys } = await openDatabaseAndKeys(environment, clock, `radiant-${SERVICE}`, 8, 'administration');
  const { dataSource, unitOfWork } = database;
  const { sealer, keyedDigest, dataKeys, signer } = keys;
  const metrics = new Metrics();
  const audit = await openAudit(environment, { database, sealer, digest, log, service: SERVICE, metrics });
  const failedAuthentications = openFailedAuthentications({ trail: audit.trail, clock, ids, log });
  const checkpoints = await openCheckpoints(auditDirectory(environment), {
    sealing: audit.sealing,
    signer,
    clock,
    log,
  });
  const auditStores = new PostgresAuditStores(unitOfWork);
  const bodies = new OpenAuditBody(sealer);
  const stream = await openAuditStream(environment.syslogUrl, {
    stores: auditStores,
    sealing: audit.sealing,
    bodies,
    directory: auditDirectory(environment),
    log,
  });
  const governance = new PostgresGovernanceTransactions(unitOfWork, sealer, audit.rows);
  const registryStore = new PostgresRegistryStore(unitOfWork);
  const signals = openPlatformSignals({ database, metrics, registry: registryStore, clock, log });
  const alerts = new LogAlerts(log);
  const warnings = openAgreementWarnings({ governance, registry: registryStore, alerts, clock, ids, log });
  const webhooks = openWebhooks(environment, { database, sealer, clock, ids, log });
  const expiredTexts = openExpiredTexts(database, clock, log);
  const databaseHealth = new PostgresHealth(dataSource);
  return {
    clock,
    ids,
    digest,
    bodies,
    keyedDigest,
    dataKeys,
    access: openAccess(environment, database, clock, digest),
    auditTrail: audit.trail,
    failedAuthentications: failedAuthentications.noted,
    checkpoints: checkpoints.kept,
    signatures: checkpoints.signatures,
    governance,
    alerts,
    auditStores,
    registryStore,
    usageReports: new PostgresUsageReports(unitOfWork),
    phiFloor: phiFloor(environment),
    costReports: new PostgresCostReports(unitOfWork),
    providerCosts: new PostgresProviderCosts(unitOfWork),
    metrics,
    metricsSource: signals.source,
    webhookAddresses: webhooks.addresses,
    replicas: signals.replicas,
    tenantDirectory: new PostgresTenantDirectory(unitOfWork),
    checks: [{ name: 'database', own: true, ping: () => databaseHealth.ping() }, audit.check],
    async close(): Promise<void> {
      await Promise.all([warnings.stop(), expiredTexts.stop(), signals.close(), webhooks.stop()]);
      await failedAuthentications.close();
      await stream.close();
      await checkpoints.close();
      await audit.close();
      await Promise.all([dataSource.destroy(), keys.close()]);
    },
  };
}
