import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Credentials } from '../src/credentials.js';

const WORKSPACE = path.resolve(import.meta.dirname, '../../..');

/** `npm start` as a person runs it, without npm around it. */
export class Supervised {
  output = '';
  private readonly child: ChildProcess;
  private readonly watchers = new Set<() => void>();

  constructor(
    readonly directory: string,
    variables: Record<string, string> = {},
    args: string[] = [],
  ) {
    this.child = spawn(process.execPath, ['--no-warnings', 'tools/run.mjs', 'start', ...args], {
      cwd: WORKSPACE,
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        RADIANT_DATA_DIR: directory,
        PORT: '0',
        ADMIN_PORT: '0',
        ...variables,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (text: Buffer) => {
        this.output += text.toString();
        for (const watcher of this.watchers) watcher();
      });
    }
  }

  /** Resolves when `text` has been printed; rejects when the process ends first. */
  async prints(text: string): Promise<void> {
    if (this.output.includes(text)) return;
    await new Promise<void>((resolve, reject) => {
      const watcher = (): void => {
        if (!this.output.includes(text)) return;
        this.watchers.delete(watcher);
        resolve();
      };
      this.watchers.add(watcher);
      this.child.once('close', () => reject(new Error(`ended without printing "${text}": ${this.output}`)));
    });
  }

  /** Resolves with the exit code once all output is read. */
  async ended(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'close');
    return this.child.exitCode;
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.child.kill(signal);
    return this.ended();
  }

  get credentials(): Credentials {
    return JSON.parse(readFileSync(this.file, 'utf8')) as Credentials;
  }

  get credentialsMode(): number {
    return statSync(this.file).mode & 0o777;
  }

  /** Processes that hold this test's folder in their command line or environment. */
  get processes(): readonly number[] {
    return readProcesses()
      .filter(({ text }) => text.includes(this.directory))
      .map(({ pid }) => pid);
  }

  private get file(): string {
    return path.join(this.directory, 'credentials.json');
  }
}

function readProcesses(): { pid: number; text: string }[] {
  const { stdout } = spawnSync('ps', ['axeww', '-o', 'pid=,command='], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout.split('\n').map((line) => {
    const [, pid = '0', text = ''] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
    return { pid: Number(pid), text };
  });
}

/** What tests have started, and where its state is. */
export class Starts {
  private readonly running: Supervised[] = [];
  private readonly folders: string[] = [];

  start(directory: string, variables: Record<string, string>, args: string[]): Supervised {
    const supervised = new Supervised(directory, variables, args);
    this.running.push(supervised);
    return supervised;
  }

  /** An empty folder. */
  folder(): string {
    const folder = mkdtempSync(path.join(tmpdir(), 'radiant-start-test-'));
    this.folders.push(folder);
    return folder;
  }

  /** Stops what runs still, and takes the folders away. */
  async end(): Promise<void> {
    for (const supervised of this.running.splice(0)) await supervised.stop();
    for (const folder of this.folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  }
}
