import path from 'node:path';
import { createDynamoClient, ensureTables } from '@radiant/dynamodb';
import { ADMIN_ROLE, APP_ROLE, ensureRoles, OWNER_ROLE, startDynamo, startPostgres } from '@radiant/embedded';
import { migrate } from '@radiant/migrate';
import type { Environment } from '@radiant/nest-kit';
import { seedDemo, seedWellKnownModels } from '@radiant/postgres';
import type { DemoTenant, Secrets } from './secrets.js';
import type { StateDirectory } from './state-directory.js';

const DATABASE = 'radiant';
/** The store checks that there are credentials, not which. */
const CREDENTIALS = { accessKeyId: 'embedded', secretAccessKey: 'embedded' };
export const DYNAMODB_CREDENTIALS = {
  AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
};

export interface Engines {
  readonly databaseUrl: string;
  /** The same database, as the administration logs in. */
  readonly adminDatabaseUrl: string;
  readonly dynamodbEndpoint: string;
  /** Resolves when the database has ended, by `stop` or by itself. */
  readonly databaseEnded: Promise<void>;
  stop(): Promise<void>;
}

/** Starts PostgreSQL and the DynamoDB-compatible store, migrates, and seeds demo provider, tenants and well-known models. */
export async function startEngines(
  state: StateDirectory,
  secrets: Secrets,
  environment: Environment,
  migrations: string,
): Promise<Engines> {
  const { ownerPassword, appPassword, adminPassword } = secrets;
  const postgres = await startPostgres({ directory: state.join('postgres') });
  try {
    const dynamo = await startDynamo({ directory: state.join('dynamodb') });
    const address = (role: string, password: string): string =>
      `postgres://${role}:${password}@${postgres.host}:${postgres.port}/${DATABASE}`;
    try {
      await ensureRoles(postgres.superuserUrl, { database: DATABASE, ownerPassword, appPassword, adminPassword });
      const ownerUrl = address(OWNER_ROLE, ownerPassword);
      await migrate({ url: ownerUrl, directory: path.resolve(migrations) });
      await seedDemo(ownerUrl, {
        tenants: [seeded(secrets.demoClinic, true), seeded(secrets.strictHospital, false)],
        localUpstream: isLocal(environment.litellmUrl),
      });
      await seedWellKnownModels(ownerUrl);
      await createTables(dynamo.endpoint, environment);
      return {
        databaseUrl: address(APP_ROLE, appPassword),
        adminDatabaseUrl: address(ADMIN_ROLE, adminPassword),
        dynamodbEndpoint: dynamo.endpoint,
        databaseEnded: postgres.exited,
        stop: async () => {
          await Promise.all([dynamo.stop(), postgres.stop()]);
        },
      };
    } catch (error) {
      await dynamo.stop();
      throw error;
    }
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/;

/** Without an address it is the demo provider. */
const isLocal = (litellmUrl: string | undefined): boolean =>
  litellmUrl === undefined || LOOPBACK.test(new URL(litellmUrl).hostname);

/** The specification's default policy, but for whether replies may hold the originals again. */
const seeded = (tenant: DemoTenant, restoresReplies: boolean) => ({
  id: tenant.id,
  name: tenant.name,
  appId: 'default',
  restoresReplies,
  key: { id: tenant.apiKeyId, name: 'demo', prefix: tenant.apiKey.prefix, hash: tenant.apiKey.hash },
});

async function createTables(endpoint: string, { awsRegion, cacheTable, sessionsTable }: Environment): Promise<void> {
  const client = createDynamoClient({ endpoint, region: awsRegion, maxSockets: 2, credentials: CREDENTIALS });
  await ensureTables(client, { cacheTable, sessionsTable });
  client.destroy();
}
