import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Log } from '../logging/log.js';
import { serveApiDescription, type ApiTitle } from '../openapi/openapi.js';
import type { Running } from '../process/run-process.js';
import { closeWithin } from './close-within.js';

export interface ServeOptions {
  readonly title: ApiTitle;
  readonly port: number;
  readonly host: string;
  readonly log: Log;
  /** How long running calls may go on once it is closed, in seconds. */
  readonly stopSeconds: number;
  /** Closes what stands behind the application, once the running calls have ended. */
  readonly closeStores: () => Promise<void>;
}

/** Serves an application and its description until it is closed. */
export async function serve(application: NestFastifyApplication, options: ServeOptions): Promise<Running> {
  const { title, host, log, closeStores } = options;
  serveApiDescription(application, title);
  await application.listen(options.port, host);
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
