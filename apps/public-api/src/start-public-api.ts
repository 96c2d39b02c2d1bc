import { BeginIdempotentCall, KeepReply } from '@radiant/inference';
import { createApplication, Refusals, serve, type Environment, type Log, type Running } from '@radiant/nest-kit';
import { compileNextParser } from '@radiant/protocol';
import { DEFAULT_DEADLINES } from '@radiant/providers';
import { BREAKER_RULES } from '@radiant/registry';
import { openAdapters, type Traffic } from './adapters.js';
import { HEARTBEAT_MS } from './calls/heartbeats.js';
import { idempotencyHook } from './idempotency/idempotency-hook.js';
import { PUBLIC_API, PublicApiModule } from './public-api.module.js';

/** Between the compilings of two parsers: other work comes first. */
const COMPILE_EVERY_MS = 1_000;

/**
 * Starts the public API. Closing it lets running calls end, writes what is waiting and then closes the stores.
 * @throws EnvironmentError, or DomainError `service_unavailable` when a store can't be reached.
 */
export async function startPublicApi(
  environment: Environment,
  log: Log,
  host = '127.0.0.1',
  {
    deadlines = DEFAULT_DEADLINES,
    breaker = BREAKER_RULES,
    heartbeatMs = HEARTBEAT_MS,
    runtime,
  }: Partial<Traffic> = {},
): Promise<Running> {
  const adapters = await openAdapters(environment, { deadlines, breaker, heartbeatMs, runtime }, log);
  const application = await createApplication(PublicApiModule.with(environment, adapters, log), {
    log,
    corsOrigins: environment.corsOrigins,
    trustedProxies: environment.trustedProxies,
    access: adapters.access,
    refusals: new Refusals(adapters.auditTrail, adapters.clock, adapters.ids, log),
    failedAuthentications: adapters.failedAuthentications,
    metrics: adapters.metrics,
    shedding: { clock: adapters.clock },
  });
  const server = application.getHttpAdapter().getInstance();
  server.addHook('preHandler', idempotencyHook(application.get(BeginIdempotentCall), application.get(KeepReply)));
  const running = await serve(application, {
    title: PUBLIC_API,
    port: environment.port,
    portVariable: 'PORT',
    host,
    log,
    stopSeconds: environment.stopSeconds,
    closeStores: () => adapters.close(),
  });
  compileParsers();
  return running;
}

/** One by one, so that the first caller of a route need not wait for its parser and nobody waits for them all. */
function compileParsers(): void {
  const timer = setInterval(() => {
    if (!compileNextParser()) clearInterval(timer);
  }, COMPILE_EVERY_MS);
  timer.unref();
}
