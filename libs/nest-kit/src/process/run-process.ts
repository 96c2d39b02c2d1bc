import { DomainError } from '@radiant/kernel';
import type { Environment } from '../configuration/environment.js';
import { readEnvironment } from '../configuration/read-environment.js';
import { EnvironmentError } from '../configuration/variables.js';
import { Log, whereThrown } from '../logging/log.js';
import { causeOf } from '../logging/why-failed.js';

/** Something that runs until it is closed. */
export interface Running {
  readonly port: number;
  /** @param hurry aborted: running calls are cut. */
  close(hurry?: AbortSignal): Promise<void>;
}

/**
 * The life of an app's process: reads the environment, starts, tells a parent process that it is ready, and on SIGTERM,
 * SIGINT or the loss of its parent stops once; the same signal a second time cuts the calls that still run. Exit codes:
 * 0 stopped, 1 failed, 2 the environment is wrong.
 */
export async function runProcess(
  service: string,
  start: (environment: Environment, log: Log, host?: string) => Promise<Running>,
): Promise<void> {
  const log = new Log(service, 'info');
  endOnCrash(log);
  try {
    const environment = readEnvironment(process.env);
    const leveled = new Log(service, environment.logLevel);
    endOnCrash(leveled);
    const running = await start(environment, leveled, environment.host);
    process.send?.({ event: 'ready', port: running.port });
    stopOnSignal(running, leveled);
  } catch (error) {
    const wrongEnvironment = error instanceof EnvironmentError;
    if (wrongEnvironment) {
      process.stderr.write(`${error.message}\n`);
    } else {
      if (error instanceof DomainError) process.stderr.write(`${ownWords(error)}\n`);
      log.error('start failed', whereThrown(error));
    }
    await log.flush();
    process.exit(wrongEnvironment ? 2 : 1); // what was opened before the failure would keep the process alive
  }
}

/** With the log whose lines are not written yet. */
function endOnCrash(log: Log): void {
  process.removeAllListeners('uncaughtException').on(
    'uncaughtException',
    crashed(log, (code) => process.exit(code)),
  );
}

/** How long the last line of the log may take. */
const LAST_WORDS_MS = 1_000;

/** Ends the process over what nobody caught. Node would print its message, which may quote a body. */
export const crashed =
  (log: Log, exit: (code: number) => void) =>
  (error: unknown): void => {
    log.error('crashed', whereThrown(error));
    setTimeout(exit, LAST_WORDS_MS, 1).unref();
    void log.flush().finally(() => exit(1));
  };

/** As for a caller, and what lies behind it: who starts a process may know more than a caller. */
function ownWords(error: DomainError): string {
  const cause = causeOf(error);
  return cause === undefined ? error.message : `${error.message} (${cause})`;
}

function stopOnSignal(running: Running, log: Log): void {
  const told = new Set<string>();
  const hurry = new AbortController();
  const stop = (reason: string): void => {
    if (told.has(reason)) hurry.abort(); // Ctrl-C comes from the terminal and, as another signal, from `npm start`
    const stopping = told.size > 0;
    told.add(reason);
    if (stopping) return;
    log.info(`stopping: ${reason}`);
    running.close(hurry.signal).then(
      () => process.exit(0),
      (error: unknown) => {
        log.error('stop failed', whereThrown(error));
        void log.flush().then(() => process.exit(1));
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(signal));
  process.on('disconnect', () => stop('the parent process has ended'));
}
