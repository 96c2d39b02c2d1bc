import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';

const READY_MS = 60_000;

export interface ReplicaOptions {
  readonly script: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Of its own; it keeps it when it is started again. */
  readonly directory: string;
  readonly port: number;
}

/** One process of an app, which can be killed and started again at the same address with the same folder. */
export class Replica {
  private child: ChildProcess | undefined;

  constructor(private readonly options: ReplicaOptions) {
    mkdirSync(options.directory, { recursive: true });
  }

  get url(): string {
    return `http://127.0.0.1:${this.options.port}`;
  }

  /** 0 while it does not run. */
  get pid(): number {
    return this.child?.pid ?? 0;
  }

  get directory(): string {
    return this.options.directory;
  }

  /** Resolves when it is ready. */
  async start(): Promise<void> {
    const { script, variables, directory, port } = this.options;
    const log = openSync(path.join(directory, 'log'), 'a');
    const child = fork(script, [], {
      env: {
        PATH: process.env['PATH'],
        ...variables,
        RADIANT_DATA_DIR: directory,
        PORT: String(port),
        ADMIN_PORT: String(port),
      },
      execArgv: [],
      stdio: ['ignore', log, log, 'ipc'],
    });
    this.child = child;
    closeSync(log);
    const ready = new Promise<void>((resolve, reject) => {
      child.once('message', () => resolve());
      child.once('exit', (code) => reject(new Error(`the app ended at its start (${code}), see ${directory}/log`)));
      setTimeout(() => reject(new Error('the app was not ready in time')), READY_MS).unref();
    });
    await ready;
    child.removeAllListeners('exit');
  }

  /** Ends it at once, as `kill -9`. */
  async kill(): Promise<void> {
    await this.signal('SIGKILL');
  }

  /** Asks it to stop. @returns its exit code; null when it had to be killed. */
  async stop(): Promise<number | null> {
    return this.signal('SIGTERM');
  }

  private async signal(signal: NodeJS.Signals): Promise<number | null> {
    const { child } = this;
    if (!child) return 0;
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    }
    this.child = undefined;
    return child.exitCode;
  }
}
