import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Log } from '../logging/log.js';
import { serveApiDescription, type ApiTitle } from '../openapi/openapi.js';
import type { Running } from '../process/run-process.js';

export interface ServeOptions {
  readonly title: ApiTitle;
  readonly port: number;
  readonly host: string;
  readonly log: Log;
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
    async close() {
      await application.close();
      await closeStores();
      await log.flush();
    },
  };
}
