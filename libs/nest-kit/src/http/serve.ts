import { types } from 'node:util';
import { DomainError } from '@radiant/kernel';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { EnvironmentError } from '../configuration/variables.js';
import type { Log } from '../logging/log.js';
import { serveApiDescription, type ApiTitle } from '../openapi/openapi.js';
import type { Running } from '../process/run-process.js';
import { closeWithin } from './close-within.js';

/** Connections that wait to be taken: Node's 511 lets those of a burst wait for seconds, until they are asked for again. */
const BACKLOG = 4_096;

export interface ServeOptions {
  readonly title: ApiTitle;
  readonly port: number;
  /** The variable that names the port. */
  readonly portVariable: 'PORT' | 'ADMIN_PORT';
  readonly host: string;
  readonly log: Log;
  /** How long running calls may go on once it is closed, in seconds. */
  readonly stopSeconds: number;
  /** Closes what stands behind the application, once the running calls have ended. */
  readonly closeStores: () => Promise<void>;
}

/**
 * Serves an application and its description until it is closed.
 * @throws EnvironmentError naming the variable when nothing can listen there; DomainError `service_unavailable` while
 * another program does.
 */
export async function serve(application: NestFastifyApplication, options: ServeOptions): Promise<Running> {
  const { title, host, log, closeStores } = options;
  serveApiDescription(application, title);
  try {
    await application.listen({ port: options.port, host, backlog: BACKLOG });
  } catch (error) {
    await closeStores();
    throw refusedAddress(error, options);
  }
  const port = Number(new URL(await application.getUrl()).port);
  log.info('listening', { port });
  return {
    port,
    async close(hurry = new AbortController().signal) {
      await closeWithin(application.getHttpServer(), () => application.close(), {
        stopMs: options.stopSeconds * 1_000,
        hurry,
        onCut: () => log.warn('calls that have not ended in time are cut'),
      });
      await closeStores();
      await log.flush();
    },
  };
}

/** What a person can cure, as the variable that cures it. */
function refusedAddress(error: unknown, { port, portVariable }: ServeOptions): unknown {
  switch (types.isNativeError(error) && 'code' in error ? error.code : undefined) {
    case 'EADDRINUSE':
      return new DomainError(
        'service_unavailable',
        `${portVariable} must be a free port, and ${port} is taken`,
        {},
        { cause: error },
      );
    case 'EACCES':
      return new EnvironmentError([`${portVariable} must be a port that this user may open: ${port} is not`]);
    case 'EADDRNOTAVAIL':
    case 'EAI_AGAIN':
    case 'ENOTFOUND':
      return new EnvironmentError(['HOST must be an address of this machine, e.g. 127.0.0.1, or 0.0.0.0 for all']);
    default:
      return error;
  }
}
