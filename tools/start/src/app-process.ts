import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { LogFile } from './log-file.js';
import { StartError } from './start-error.js';

const READY_MS = 60_000;
/** Pauses before a new start double from the first to the longest; a minute of running forgives. */
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
const FORGIVEN_MS = 60_000;
/** Beyond what its calls may take: to write down what waits, and to close its stores. */
const CLOSING_MS = 15_000;

export interface AppOptions {
  readonly name: string;
  readonly script: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly logFile: string;
  /** How long its calls may go on when it is told to stop, in seconds. */
  readonly stopSeconds: number;
  /** One line for the person at the terminal. */
  readonly say: (line: string) => void;
}

/** An app in a process of its own, which is started again when it dies. */
export class AppProcess {
  private child: ChildProcess | undefined;
  private stopping = false;
  private hurried = false;
  private killing: NodeJS.Timeout | undefined;
  private pauseMs = FIRST_PAUSE_MS;
  private startedAt = 0;
  private lastWords = '';

  constructor(private readonly options: AppOptions) {}

  /** Resolves with its port when it is ready. @throws StartError with what it said last. */
  async start(): Promise<number> {
    const { name, logFile } = this.options;
    const child = this.launch();
    const ready = new Promise<number>((resolve, reject) => {
      child.on('message', (message) => {
        const port = readyPort(message);
        if (port !== undefined) resolve(port);
      });
      child.once('exit', () =>
        reject(new StartError(`${name} did not start${this.lastWords ? `: ${this.lastWords}` : ''} (log: ${logFile})`)),
      );
    });
    const late = new AbortController();
    const deadline = pause(READY_MS, undefined, { signal: late.signal }).then(() => {
      throw new StartError(`${name} was not ready after ${READY_MS / 1000} s (log: ${logFile})`);
    });
    try {
      const port = await Promise.race([ready, deadline]);
      child.removeAllListeners('exit');
      child.once('exit', (code, signal) => void this.restart(code, signal));
      return port;
    } finally {
      late.abort();
      deadline.catch(() => undefined);
    }
  }

  /** Asks it to stop, which lets its calls end, and ends it when it does not stop in time. */
  async stop(): Promise<void> {
    this.stopping = true;
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    this.killAfter(child, (this.hurried ? 0 : this.options.stopSeconds * 1_000) + CLOSING_MS);
    await exited;
    clearTimeout(this.killing);
  }

  /** It is told a second time: it cuts the calls that still run. */
  hurry(): void {
    this.hurried = true;
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    this.killAfter(child, CLOSING_MS);
  }

  private killAfter(child: ChildProcess, ms: number): void {
    clearTimeout(this.killing);
    this.killing = setTimeout(() => child.kill('SIGKILL'), ms);
  }

  private launch(): ChildProcess {
    const { script, environment, logFile } = this.options;
    const log = new LogFile(logFile);
    const child = fork(script, [], {
      env: environment,
      execArgv: ['--enable-source-maps'],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.lastWords = '';
    child.stdout?.on('data', (text: Buffer) => log.write(text));
    child.stderr?.on('data', (text: Buffer) => {
      this.lastWords = (this.lastWords + text.toString()).trim().slice(-2_000);
      log.write(text);
    });
    child.once('close', () => log.close());
    this.startedAt = performance.now();
    this.child = child;
    return child;
  }

  private async restart(code: number | null, signal: string | null): Promise<void> {
    if (this.stopping) return;
    const { name, say } = this.options;
    if (performance.now() - this.startedAt > FORGIVEN_MS) this.pauseMs = FIRST_PAUSE_MS;
    say(`${name} ended (${signal ?? `exit code ${code}`}); starting it again in ${this.pauseMs / 1000} s`);
    await pause(this.pauseMs);
    this.pauseMs = Math.min(this.pauseMs * 2, LONGEST_PAUSE_MS);
    if (this.stopping) return;
    try {
      await this.start();
      say(`${name} is ready again`);
    } catch (error) {
      say(error instanceof Error ? error.message : `${name} did not start`);
      void this.restart(1, null);
    }
  }
}

function readyPort(message: unknown): number | undefined {
  if (typeof message !== 'object' || message === null || !('event' in message) || message.event !== 'ready')
    return undefined;
  return 'port' in message && typeof message.port === 'number' ? message.port : undefined;
}
