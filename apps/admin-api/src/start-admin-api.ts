import { createApplication, Refusals, serve, type Environment, type Log, type Running } from '@radiant/nest-kit';
import { openAdapters } from './adapters.js';
import { ADMIN_API, AdminApiModule } from './admin-api.module.js';

/** @throws EnvironmentError, or DomainError `service_unavailable` when the database can't be reached. */
export async function startAdminApi(environment: Environment, log: Log, host = '127.0.0.1'): Promise<Running> {
  const adapters = await openAdapters(environment, log);
  const application = await createApplication(AdminApiModule.with(environment, adapters), {
    log,
    corsOrigins: environment.corsOrigins,
    trustedProxies: environment.trustedProxies,
    access: adapters.access,
    refusals: new Refusals(adapters.auditTrail, adapters.clock, adapters.ids, log),
    failedAuthentications: adapters.failedAuthentications,
    metrics: adapters.metrics,
  });
  return serve(application, {
    title: ADMIN_API,
    port: environment.adminPort,
    portVariable: 'ADMIN_PORT',
    host,
    log,
    stopSeconds: environment.stopSeconds,
    closeStores: () => adapters.close(),
  });
}
