import { AuthenticateApiKey } from '@radiant/identity';
import { createApplication, serveApiDescription, type Environment, type Log, type Running } from '@radiant/nest-kit';
import { DEFAULT_DEADLINES } from '@radiant/providers';
import { openAdapters } from './adapters.js';
import { PUBLIC_API, PublicApiModule } from './public-api.module.js';

/**
 * Starts the public API. Closing it lets running calls end, writes what is waiting and then closes the stores.
 * @throws EnvironmentError, or DomainError `service_unavailable` when a store can't be reached.
 */
export async function startPublicApi(
  environment: Environment,
  log: Log,
  host = '127.0.0.1',
  deadlines = DEFAULT_DEADLINES,
): Promise<Running> {
  const adapters = await openAdapters(environment, deadlines);
  const application = await createApplication(PublicApiModule.with(environment, adapters, log), {
    log,
    corsOrigins: environment.corsOrigins,
    authenticate: (container) => {
      const apiKeys = container.get(AuthenticateApiKey);
      return (credential) => apiKeys.execute(credential);
    },
  });
  serveApiDescription(application, PUBLIC_API);
  await application.listen(environment.port, host);
  const { port } = new URL(await application.getUrl());
  log.info('listening', { port: Number(port) });
  return {
    port: Number(port),
    async close() {
      await application.close();
      await adapters.close();
      await log.flush();
    },
  };
}
