import type { Clock } from '@radiant/kernel';
import { EnvironmentError, type Environment } from '@radiant/nest-kit';
import {
  assertIsolation,
  assertMigrated,
  assertRoleFor,
  createDataSource,
  DatabaseUnfit,
  IsolationError,
  UnitOfWork,
  type Duty,
  type PostgresOptions,
} from '@radiant/postgres';
import { createSecretsClient, DatabaseSecret, requireStrongSecret } from '@radiant/security';

const STATEMENT_TIMEOUT_MS = 10_000;

export type Database = Awaited<ReturnType<typeof openDatabase>>;

/** How to connect, whatever the connections are for. */
export type DatabaseAddress = Omit<PostgresOptions, 'maxConnections'>;

/** @throws EnvironmentError when no database is named. */
export async function findDatabase(
  environment: Environment,
  clock: Clock,
  applicationName: string,
): Promise<DatabaseAddress> {
  const address = await databaseAddress(environment, clock);
  return { ...address, applicationName, statementTimeoutMs: STATEMENT_TIMEOUT_MS };
}

/**
 * The database, as the role of the environment, once it is certain that it is migrated and row-level security binds it.
 * @throws EnvironmentError when no database is named, or saying what it lacks, or which table or role is not isolated; DomainError
 * `service_unavailable`.
 */
export async function openDatabase(
  environment: Environment,
  clock: Clock,
  applicationName: string,
  maxConnections: number,
) {
  return connectDatabase(await findDatabase(environment, clock, applicationName), maxConnections);
}

/** As `openDatabase`, at an address that is found already. @param duty what the role must be the one for. */
export async function connectDatabase(options: DatabaseAddress, maxConnections: number, duty?: Duty) {
  const dataSource = await createDataSource({ ...options, maxConnections });
  try {
    await assertMigrated(dataSource);
    await assertIsolation(dataSource);
    if (duty !== undefined) await assertRoleFor(dataSource, duty);
  } catch (error) {
    await dataSource.destroy();
    const known = error instanceof IsolationError || error instanceof DatabaseUnfit;
    throw known ? new EnvironmentError([`DATABASE_URL: ${error.message}`]) : error;
  }
  return { dataSource, options, unitOfWork: new UnitOfWork(dataSource) };
}

/** From DATABASE_URL, or from Secrets Manager with a password that follows its rotation. */
async function databaseAddress(
  { name, databaseUrl, databaseSecret, awsRegion }: Environment,
  clock: Clock,
): Promise<Pick<PostgresOptions, 'url' | 'password'>> {
  if (databaseUrl !== undefined) {
    if (name === 'prod') requireStrongSecret('DATABASE_URL', decodeURIComponent(new URL(databaseUrl).password));
    return { url: databaseUrl };
  }
  if (databaseSecret === undefined) {
    throw new EnvironmentError([
      "DATABASE_URL must be the postgres:// address of the process's role, or AURORA_SECRET_ARN and AURORA_HOST set",
    ]);
  }
  const secret = new DatabaseSecret(createSecretsClient({ region: awsRegion }), databaseSecret.arn, clock);
  const { username, port, databaseName } = await secret.credentials();
  const url = new URL(
    `postgres://${databaseSecret.host}:${port ?? 5432}/${databaseName ?? 'radiant'}?sslmode=verify-full`,
  );
  url.username = username;
  return { url: url.href, password: () => secret.password() };
}
