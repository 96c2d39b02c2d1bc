import { createDynamoClient, DynamoHealth, DynamoPhiVault } from '@radiant/dynamodb';
import { EnvironmentError, type Environment } from '@radiant/nest-kit';
import {
  createDataSource,
  createWriterPool,
  PostgresApiKeyDirectory,
  PostgresHealth,
  PostgresPhiPolicies,
  PostgresRegistryStore,
  PostgresUsageLedger,
  PostgresUsageReports,
} from '@radiant/postgres';
import { UndiciModelProvider, type Deadlines } from '@radiant/providers';
import { CryptoIdGenerator, KeyringSealer, LocalKeyring, Sha256Digest, SystemClock } from '@radiant/security';

const PING_MS = 2_000;

export type Adapters = Awaited<ReturnType<typeof openAdapters>>;

/**
 * Everything outside the process that the application stands on. `close` ends it in order: what is waiting to be
 * written is written first. @throws EnvironmentError when an address or secret is missing.
 */
export async function openAdapters(environment: Environment, deadlines: Deadlines) {
  const { databaseUrl, litellmUrl, keyring } = required(environment);
  const clock = new SystemClock();
  const database = { url: databaseUrl, applicationName: 'radiant-public-api', statementTimeoutMs: 10_000 };
  const dataSource = await createDataSource({ ...database, maxConnections: 8 });
  const dynamo = createDynamoClient({
    endpoint: environment.dynamodbEndpoint,
    region: environment.awsRegion,
    maxSockets: 16,
  });
  const ledger = new PostgresUsageLedger(createWriterPool({ ...database, maxConnections: 2 }));
  const provider = new UndiciModelProvider({ defaultBaseUrl: litellmUrl, deadlines });
  const databaseHealth = new PostgresHealth(dataSource);
  const vaultHealth = new DynamoHealth(dynamo, environment.cacheTable);
  return {
    clock,
    ids: new CryptoIdGenerator(),
    digest: new Sha256Digest(),
    registryStore: new PostgresRegistryStore(dataSource),
    apiKeys: new PostgresApiKeyDirectory(dataSource),
    phiPolicies: new PostgresPhiPolicies(dataSource),
    vault: new DynamoPhiVault(dynamo, environment.cacheTable, new KeyringSealer(LocalKeyring.parse(keyring)), clock),
    ledger,
    reports: new PostgresUsageReports(dataSource),
    provider,
    checks: [
      { name: 'database', own: true, ping: () => databaseHealth.ping() },
      { name: 'phiVault', own: true, ping: () => vaultHealth.ping() },
      { name: 'litellm', own: false, ping: () => provider.ping(PING_MS) },
    ],
    async close(): Promise<void> {
      await ledger.close();
      await Promise.allSettled([dataSource.destroy(), provider.close()]);
      dynamo.destroy();
    },
  };
}

interface Required {
  readonly databaseUrl: string;
  readonly litellmUrl: string;
  readonly keyring: string;
}

function required({ databaseUrl, litellmUrl, keyring }: Environment): Required {
  if (databaseUrl !== undefined && litellmUrl !== undefined && keyring !== undefined) {
    return { databaseUrl, litellmUrl, keyring };
  }
  throw new EnvironmentError([
    ...(databaseUrl === undefined ? ["DATABASE_URL must be the application role's postgres:// address"] : []),
    ...(litellmUrl === undefined
      ? ['LITELLM_URL must be the address of an OpenAI-compatible upstream, without /v1']
      : []),
    ...(keyring === undefined ? ['RADIANT_KEYRING must be version:base64-of-32-random-bytes'] : []),
  ]);
}
