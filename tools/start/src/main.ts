import path from 'node:path';
import { EmbeddedError } from '@radiant/embedded';
import { MigrationError } from '@radiant/migrate';
import { EnvironmentError, readEnvironment } from '@radiant/nest-kit';
import { start } from './start.js';
import { StartError } from './start-error.js';

const SAME_KEY_MS = 1_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** `npm start`: exit code 0 when it was stopped, 1 when it could not start or lost its database. */
async function main(): Promise<void> {
  const unknown = process.argv.slice(2).filter((argument) => argument !== '--reset');
  if (unknown.length > 0) {
    throw new StartError(
      `${unknown.join(' ')} is not understood: the only option is --reset; ports and the rest are variables (.env.example)`,
    );
  }
  const variables = { ...process.env };
  // The AWS SDK's notice about Node 20 belongs in the logs of the apps, which print it, not before the banner.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  let stoppingSince: number | undefined;
  const started = start({
    workspace: path.resolve(import.meta.dirname, '../../..'),
    environment: readEnvironment(process.env),
    variables,
    reset: process.argv.includes('--reset'),
    say,
  }).catch((error: unknown) => {
    if (stoppingSince !== undefined) process.exit(0); // Ctrl-C reaches what is being started, too
    throw error;
  });
  const stop = (reason: string, code: number): void => {
    if (stoppingSince !== undefined) {
      // One Ctrl-C can arrive twice: from the terminal and from npm.
      if (performance.now() - stoppingSince > SAME_KEY_MS) void started.then((running) => running.hurry());
      return;
    }
    stoppingSince = performance.now();
    say(reason);
    started
      .then((running) => running.stop())
      .then(
        () => process.exit(code),
        (error: unknown) => fail(error),
      );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => stop('Stopping: running calls may end; Ctrl-C again cuts them.', 0));
  const running = await started;
  await running.databaseEnded;
  if (!running.databaseEnded) return;
  stop('The database has ended. Stopping; `npm start` starts everything again.', 1);
  running.hurry(); // no call can end without it
}

function fail(error: unknown): never {
  const known = [StartError, EmbeddedError, MigrationError, EnvironmentError].some((kind) => error instanceof kind);
  process.stderr.write(
    `${error instanceof Error ? ((known ? error.message : error.stack) ?? error.name) : 'start failed'}\n`,
  );
  process.exit(1);
}

main().catch(fail);
