import { DomainError } from '@radiant/kernel';
import {
  createApplication,
  EnvironmentError,
  serve,
  type Environment,
  type Log,
  type Running,
} from '@radiant/nest-kit';
import { createDataSource, PostgresHealth } from '@radiant/postgres';
import { ADMIN_API, AdminApiModule } from './admin-api.module.js';

/** @throws EnvironmentError, or DomainError `service_unavailable` when the database can't be reached. */
export async function startAdminApi(environment: Environment, log: Log, host = '127.0.0.1'): Promise<Running> {
  if (environment.databaseUrl === undefined) {
    throw new EnvironmentError(["DATABASE_URL must be the application role's postgres:// address"]);
  }
  const dataSource = await createDataSource({
    url: environment.databaseUrl,
    applicationName: 'radiant-admin-api',
    maxConnections: 5,
    statementTimeoutMs: 10_000,
  });
  const database = new PostgresHealth(dataSource);
  const checks = [{ name: 'database', own: true, ping: () => database.ping() }];
  const application = await createApplication(AdminApiModule.with(environment, checks), {
    log,
    corsOrigins: environment.corsOrigins,
    authenticate: () => () =>
      Promise.reject(new DomainError('unauthorized', 'this API takes administrator tokens only')),
  });
  return serve(application, {
    title: ADMIN_API,
    port: environment.adminPort,
    host,
    log,
    closeStores: () => dataSource.destroy(),
  });
}
