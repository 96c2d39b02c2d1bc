import { type ChildProcess, spawn } from 'node:child_process';
import { type Cluster, dataArgument, spawnOptions } from './cluster.js';

/** Crash recovery of a laptop's database takes seconds. */
const READY_MS = 60_000;
const FAST_STOP_MS = 10_000;
const IMMEDIATE_STOP_MS = 5_000;
const LOG_TAIL_CHARACTERS = 8_192;

/**
 * Replaces itself by the server, and leaves a watcher that reads this process's pipe: the pipe ends without a word
 * when we are killed (also with -9), and the watcher stops the server.
 */
const GUARDED = `
exec 3<&0 </dev/null
( ( read -r word <&3 || kill -INT $$ ) >/dev/null 2>&1 & )
exec 3<&-
exec "$@"`;

/** The server ended before it was ready; the message is its own reason. */
export class LaunchFailure extends Error {
  readonly reason: 'port-taken' | 'data-in-use' | 'other';

  /** @param log the end of what the server said. */
  constructor(log: string) {
    // The first FATAL or PANIC line, or what it printed before logging began.
    const line = /(?:FATAL|PANIC): {2}(.*)/.exec(log)?.[1] ?? log.trim().split('\n')[0] ?? '';
    super(line.replace('/proc/self/cwd', 'data').replace(/^postgres: /, '') || 'the server ended without a word');
    this.name = 'LaunchFailure';
    if (log.includes('Address already in use')) this.reason = 'port-taken';
    else if (/lock file "postmaster.pid" already exists|pre-existing shared memory block/.test(log)) {
      this.reason = 'data-in-use';
    } else this.reason = 'other';
  }
}

export interface ServerProcess {
  readonly pid: number;
  /** Resolves when the process has ended, by `stop` or by itself. */
  readonly exited: Promise<void>;
  /** Fast shutdown: clients are cut off, what is committed stays. Harder means after 10 s; never hangs. */
  stop(): Promise<void>;
}

/**
 * Starts the server on 127.0.0.1 and waits until it accepts connections.
 * @param settings `name=value` as in postgresql.conf.
 * @throws LaunchFailure
 */
export async function launch(cluster: Cluster, port: number, settings: readonly string[]): Promise<ServerProcess> {
  const options = ['-D', dataArgument(cluster), '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  const child = spawn('/bin/sh', ['-c', GUARDED, 'sh', cluster.binaries.postgres, ...options], {
    ...spawnOptions(cluster),
    // A group of its own: Ctrl-C at the terminal must not stop the database before the programs that use it.
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  child.stdin.on('error', () => undefined);
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      child.stdin.end('ended\n');
      resolve();
    });
    child.once('error', () => resolve());
  });
  try {
    await ready(child, child.stderr);
  } catch (error) {
    await stop(child, exited);
    throw error;
  }
  return { pid: child.pid ?? 0, exited, stop: () => stop(child, exited) };
}

/** After start-up the log is dropped: messages of failed statements could carry a user's data. */
async function ready(child: ChildProcess, output: NodeJS.ReadableStream): Promise<void> {
  let log = '';
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new LaunchFailure(`${log}\nFATAL:  not ready after ${READY_MS} ms`)),
      READY_MS,
    );
    const settle = (outcome: () => void) => () => {
      clearTimeout(timer);
      outcome();
    };
    const fail = settle(() => reject(new LaunchFailure(log)));
    output.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-LOG_TAIL_CHARACTERS);
      if (log.includes('database system is ready to accept connections')) settle(resolve)();
    });
    child.once('close', fail);
    child.once('error', (error) => {
      log += `\nFATAL:  ${error.message}`;
      fail();
    });
  });
  output.removeAllListeners('data');
  output.resume();
}

async function stop(child: ChildProcess, exited: Promise<void>): Promise<void> {
  const patience = [
    ['SIGINT', FAST_STOP_MS],
    ['SIGQUIT', IMMEDIATE_STOP_MS],
    ['SIGKILL', IMMEDIATE_STOP_MS],
  ] as const;
  for (const [signal, milliseconds] of patience) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    child.kill(signal);
    await within(milliseconds, exited);
  }
}

async function within(milliseconds: number, event: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([event, timeout]);
  clearTimeout(timer);
}
